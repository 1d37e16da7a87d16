"""The ways units are written, as a trie over characters: the longest spelling at a place."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.numeric import UnitSpellingRow

# Characters that are written in several ways; each maps to one character, so offsets stay.
SAME = str.maketrans("μ²³¹⁻−–‑º˚ˆ•∙⋅\u00a0\u202f\u2009\n\t", "µ231----°°^···     ")
FIRST = frozenset({"any", "weak", "top", "alone"})
BELOW = frozenset({"any", "weak", "bottom"})
INVERSE = frozenset({"inverse"})
SUFFIX = frozenset({"suffix"})


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    rows: list[UnitSpellingRow] = field(default_factory=list)


def longest(same: str, position: int, uses: frozenset[str]) -> tuple[int, UnitSpellingRow] | None:
    """Return (end, row) of the longest spelling at a position that may stand there and ends at a word's end."""
    best: tuple[int, UnitSpellingRow] | None = None
    node = _trie()
    end = position
    while end < len(same):
        char = same[end]
        following = node.next.get(char.lower())
        if following is None:
            break
        node = following
        end += 1
        while char == " " and end < len(same) and same[end] == " ":
            end += 1
        if node.rows and _ends_word(same, end):
            row = _fitting(node.rows, same[position:end], uses)
            best = (end, row) if row else best
    return best


def _ends_word(same: str, end: int) -> bool:
    return end == len(same) or not (same[end - 1].isalnum() and same[end].isalnum())


def _fitting(rows: list[UnitSpellingRow], written: str, uses: frozenset[str]) -> UnitSpellingRow | None:
    squeezed = _squeeze(written)
    # Below a slash a capital letter is no unit: PD-1/PD-L1, 100/D.
    allowed = [row for row in rows if row.use in uses and not (row.case and row.use == "weak" and uses is BELOW)]
    exact = (row for row in allowed if row.case and _squeeze(row.spelling) == squeezed)
    return next(exact, None) or next((row for row in allowed if not row.case), None)


def _squeeze(written: str) -> str:
    return written.translate(SAME).replace(" ", "")


@cache
def _trie() -> _Node:
    root = _Node()
    for row in read_table("unit_spellings.csv", UnitSpellingRow):
        for form in _forms(row.spelling):
            node = root
            for char in form:
                node = node.next.setdefault(char.lower(), _Node())
            if row not in node.rows:
                node.rows.append(row)
    return root


def _forms(spelling: str) -> Iterator[str]:
    """Yield the spelling with each of its blanks written or left out ("mm Hg", "mmHg")."""
    parts = spelling.translate(SAME).split(" ")
    for gaps in itertools.product((" ", ""), repeat=len(parts) - 1):
        yield "".join(part + gap for part, gap in zip(parts, (*gaps, ""), strict=True))
