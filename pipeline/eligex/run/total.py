"""How many records an input holds, where that is known without reading it."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

from ..addresses import is_address
from ..sources.aact_database import count_studies

_LINES = (".jsonl", ".ndjson")
_BLOCK = 1 << 20
_A_STUDY_A_FILE = 2
"""An archive or folder of this many files is taken to hold one record in each."""


def total_of(inputs: Iterable[str]) -> int | None:
    """Return the number of records, roughly; None where any input would have to be read to tell."""
    counts = [count_studies(item) if is_address(item) else _count(Path(item)) for item in inputs]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _count(path: Path) -> int | None:
    if path.is_dir():
        return _many(sum(len(files) for _, _, files in os.walk(path)))
    if path.suffix in _LINES:
        with path.open("rb") as handle:
            return sum(block.count(b"\n") for block in iter(lambda: handle.read(_BLOCK), b""))
    if path.is_file() and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
        return None if any(name.endswith(".txt") for name in names) else _many(len(names))
    return None


def _many(files: int) -> int | None:
    return files if files >= _A_STUDY_A_FILE else None
