"""eligex: structured, evidence-backed eligibility records from clinical-trial text."""

from __future__ import annotations

__version__ = "0.1.0"
