"""The targets of an action word, on either side of it."""

from __future__ import annotations

from .target_names import Phrase, Resolve
from .targets_left import LeftReader
from .targets_right import RightReader

__all__ = ["Phrase", "Resolve", "TargetReader"]


class TargetReader(RightReader, LeftReader):
    """Reads target phrases of one clause."""
