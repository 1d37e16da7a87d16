"""Spot comparison signs that were lost upstream ("= 18 years", "(? 75 kg"), without touching them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.sources import OperatorCueRow

_BEFORE = 28
"""How far back a cue word may stand, in characters."""
# One character class comes first, so that clean text is scanned at the speed of the regex engine's own search.
_CANDIDATE = re.compile(r"[=?\ufffd³£â¡](?:(?<=â)\?[¥¤]|(?<=¡)[ÝÜ])?[ \t]?(?=\d)")
_NOT_BEFORE_EQUALS = frozenset("<>=!~≤≥≠/:")
_STRAY = frozenset("?\ufffd³£")
_AGE_HEAD = re.compile(r"\W?[Aa]\Z")
_SURVIVORS = re.compile(r"[≥≤]|[<>]=")
_NUMBER = re.compile(r"\d[\d.,]*(?:\s?[x×*]\s?10\^?\d*)?")
_AGE_GAP = re.compile(r"ge[ds]?[ \t]{2,}(?=\d)")
# "1 mmHg = 0.133 kPa" and "score 3 = 5 points" state an equality: a number stands on the left too.
_EQUATION = re.compile(r"\d\s?[A-Za-zµ/%]{0,12}\s?\Z")
_FRESH = re.compile(r"(?:\A|[\n(;,]|\band|\bor)\s*(?:[-*•]\s*)?\Z")


@dataclass(frozen=True, slots=True)
class _Cues:
    after: dict[str, re.Pattern[str]]
    before: dict[str, re.Pattern[str]]


@cache
def _cues() -> _Cues:
    after, before = {}, {}
    for row in read_table("normalise_operator_cues.csv", OperatorCueRow):
        words = "|".join(re.escape(word) for word in sorted(row.words, key=len, reverse=True))
        if row.place == "after":
            after[row.kind] = re.compile(rf"[\s-]{{0,2}}(?:{words})(?![A-Za-z])", re.IGNORECASE)
        else:
            before[row.kind] = re.compile(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])[^.;\n\d]{{0,20}}\Z", re.IGNORECASE)
    return _Cues(after, before)


def suspects(text: str) -> list[tuple[int, int]]:
    """Return the spans (sign and number) of a normalised text where a comparison sign seems lost."""
    found = list(_lost_signs(text)) if _CANDIDATE.search(text) else []
    for match in _AGE_GAP.finditer(text):
        if _AGE_HEAD.match(text[max(0, match.start() - 2) : match.start()]):
            found.append(match.span())
    return sorted(found)


def _lost_signs(text: str) -> Iterator[tuple[int, int]]:
    # Where other ≥ or ≤ came through, a bare "=" beside a laboratory value may well be meant.
    survivors = _SURVIVORS.search(text) is not None
    for match in _CANDIDATE.finditer(text):
        number = _NUMBER.match(text, match.end())
        end = number.end() if number else match.end()
        if _lost(text, match, end, survivors):
            yield match.start(), end


def _lost(text: str, match: re.Match[str], end: int, survivors: bool) -> bool:
    start = match.start()
    before = text[start - 1 : start] if start else "\n"
    if match.group()[0] == "=":
        return before not in _NOT_BEFORE_EQUALS and _suspicious(text, start, end, survivors)
    if len(match.group().strip()) > 1:
        return True
    return match.group()[0] in _STRAY and (before.isspace() or before == "(")


def _suspicious(text: str, start: int, end: int, survivors: bool) -> bool:
    cues = _cues()
    left = max(0, start - _BEFORE)
    if cues.after["age"].match(text, end) or cues.before["age"].search(text, left, start):
        return True
    if survivors or _EQUATION.search(text, left, start):
        return False
    return bool(
        cues.after["measurement"].match(text, end)
        or cues.before["measurement"].search(text, left, start)
        or _FRESH.search(text, left, start)
    )
