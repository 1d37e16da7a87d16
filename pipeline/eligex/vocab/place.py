"""Where a built vocabulary lies."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "ELIGEX_VOCAB"
AUTOMATIC, NONE = "auto", "none"
_META = "vocabulary.json"


def default_folder() -> Path:
    """Return the folder named by ELIGEX_VOCAB, else the one in the user's cache."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "eligex" / "vocabulary"


def is_built(folder: Path) -> bool:
    """Tell whether a vocabulary lies in a folder."""
    return (folder / _META).is_file()


def chosen_folder(choice: str) -> Path | None:
    """Return the folder that ``--vocab`` means: None for ``none``, and for ``auto`` where none is built."""
    if choice == NONE:
        return None
    if choice == AUTOMATIC:
        folder = default_folder()
        return folder if is_built(folder) else None
    return Path(choice)
