"""Cue tables as compiled patterns."""

from __future__ import annotations

import re
from functools import cache

from .loader import read_table
from .rows.entities import CueRow


class CuePattern:
    """One pattern over a cue table; the last group of a match names its effect."""

    def __init__(self, table: str) -> None:
        rows = read_table(table, CueRow)
        effects: dict[str, list[str]] = {}
        for row in rows:
            effects.setdefault(row.effect, []).append(row.pattern)
        groups = "|".join(f"(?P<{effect}>{'|'.join(patterns)})" for effect, patterns in effects.items())
        self.pattern = re.compile(rf"(?<![\w-])(?:{groups})(?![\w-])", re.I)
        self._behind = re.compile(rf"[\s-]*(?:{groups})(?![\w-])", re.I)
        self._needs = tuple({need for row in rows for need in row.needs}) if all(row.needs for row in rows) else ("",)

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Return (start, end, effect) of every cue in a text."""
        lowered = text.lower()
        if not any(need in lowered for need in self._needs):
            return []
        return [(match.start(), match.end(), match.lastgroup or "") for match in self.pattern.finditer(text)]

    def behind(self, text: str, offset: int) -> str | None:
        """Return the effect of the cue that follows an offset at once, blanks and a hyphen aside."""
        match = self._behind.match(text, offset)
        return match.lastgroup if match else None


@cache
def cue_pattern(table: str) -> CuePattern:
    """Return the pattern of a cue table."""
    return CuePattern(table)


def cues(table: str, text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, effect) of every cue of a table in a text."""
    return cue_pattern(table).find(text)


@cache
def built(table: str, template: str) -> re.Pattern[str]:
    """Return the pattern of a template whose ``@`` stands for any pattern of a table."""
    return re.compile(template.replace("@", "|".join(row.pattern for row in read_table(table, CueRow))), re.I)
