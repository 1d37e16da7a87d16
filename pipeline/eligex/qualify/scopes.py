"""Cues and how far they reach."""

from __future__ import annotations

import re
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.entities import CueRow
from ..unit import Finding

Region = tuple[int, int, int]
"""Start of an exception cue, start and end of what it excepts."""

SENTENCE_END = re.compile(r"[.;](?=\s+[A-Z(\"]|\s*$)|;|\n\s*\n")


class CuePattern:
    """One pattern over a cue table; the last group of a match names its effect."""

    def __init__(self, table: str) -> None:
        rows = read_table(table, CueRow)
        effects: dict[str, list[str]] = {}
        for row in rows:
            effects.setdefault(row.effect, []).append(row.pattern)
        groups = "|".join(f"(?P<{effect}>{'|'.join(patterns)})" for effect, patterns in effects.items())
        self.pattern = re.compile(rf"(?<![\w-])(?:{groups})(?![\w-])", re.I)
        self._needs = tuple({need for row in rows for need in row.needs}) if all(row.needs for row in rows) else ("",)

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Return (start, end, effect) of every cue in a text."""
        lowered = text.lower()
        if not any(need in lowered for need in self._needs):
            return []
        return [(match.start(), match.end(), match.lastgroup or "") for match in self.pattern.finditer(text)]


@cache
def cue_pattern(table: str) -> CuePattern:
    """Return the pattern of a cue table."""
    return CuePattern(table)


def cues(table: str, text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, effect) of every cue of a table in a text."""
    return cue_pattern(table).find(text)


def in_regions(finding: Finding, regions: list[Region]) -> bool:
    """Tell whether a finding starts inside what an exception takes out."""
    return any(start <= finding["start"] < end for _, start, end in regions)


def sentence_end(text: str, start: int) -> int:
    """Return where the sentence that runs at an offset ends."""
    match = SENTENCE_END.search(text, start)
    return match.start() if match else len(text)
