"""Cues and how far they reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.entities import CueRow

SENTENCE_END = re.compile(r"[.;](?=\s+[A-Z(\"]|\s*$)|;|\n\s*\n")


@cache
def cue_pattern(table: str) -> re.Pattern[str]:
    """Return one pattern over a cue table; the name of a match's last group tells its effect."""
    effects: dict[str, list[str]] = {}
    for row in read_table(table, CueRow):
        effects.setdefault(row.effect, []).append(row.pattern)
    groups = "|".join(f"(?P<{effect}>{'|'.join(patterns)})" for effect, patterns in effects.items())
    return re.compile(rf"(?<![\w-])(?:{groups})(?![\w-])", re.I)


def cues(table: str, text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, effect) of every cue of a table in a text."""
    for match in cue_pattern(table).finditer(text):
        yield match.start(), match.end(), match.lastgroup or ""


def sentence_end(text: str, start: int) -> int:
    """Return where the sentence that runs at an offset ends."""
    match = SENTENCE_END.search(text, start)
    return match.start() if match else len(text)
