"""Rule data: tables a clinician can edit, their row models, and the matcher over them."""
