"""Find the unit written after a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.numeric import UnitSpellingRow

_LEAD = re.compile(r"[ \u00a0\u202f]?[-–]?[ \u00a0\u202f]?")
_GAP = re.compile(r"[ \u00a0\u202f]{0,2}")
_SEPARATOR = re.compile(r"\s?(?:[/⁄∕]|\bper\b|[·•.*](?=[a-zA-Z]))\s?(?:an?\s)?", re.IGNORECASE)
_POWER_OF_TEN = re.compile(
    r"[ ]?[x×X*✕·•]?[ ]?10[ ]?(?:(?:\^|\*\*?|e|E)[ ]?[(\[{]?[ ]?[-−+]?\d{1,2}[)\]}]?|[(\[][ ]?[-−]?\d{1,2}[ ]?[)\]]"
    r"|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|[ ]?(?:[369]|12)(?=[ ]?(?:/|per\b|cells|[µu]L|L\b)))"
    r"|[ ]?[x×X*][ ]?1[,.]?000(?:,000)?(?=[ ]?/)|[eE][-+]?\d{1,2}(?![A-Za-z\d])"
)
_FAMILIES = ("first", "alone", "bottom")
_MAX_PARTS = 4


@dataclass(frozen=True, slots=True)
class UnitSpan:
    """A unit written at ``text[start:end]``; ``power`` tells that it opens with a power of ten, ``weak`` that it stands
    alone in a form that is easily another word."""

    start: int
    end: int
    text: str
    power: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class _Spellings:
    any_case: dict[str, re.Pattern[str]]
    exact: dict[str, re.Pattern[str]]


def unit_after(text: str, position: int) -> UnitSpan | None:
    """Return the unit that starts right behind a number, or None."""
    start = position + len(_match(_LEAD, text, position))
    power = _POWER_OF_TEN.match(text, position)
    if power:
        start = power.start() + (len(power[0]) - len(power[0].lstrip()))
        end = power.end()
        rest = _parts(text, end)
        return UnitSpan(start, rest or end, text[start : rest or end], power=True)
    whole = _longest(text, start, "alone")
    end = _parts(text, start)
    end = max(whole or 0, end or 0)
    if not end:
        return None
    written = text[start:end]
    return UnitSpan(start, end, written, weak=written in _weak())


def _match(pattern: re.Pattern[str], text: str, position: int) -> str:
    found = pattern.match(text, position)
    return found[0] if found else ""


def _parts(text: str, start: int) -> int | None:
    """Return the end of ``cells / mm3``, ``mg/kg/day``, ``/L`` ..., or None."""
    position = start + len(_match(_GAP, text, start))
    end = _longest(text, position, "first")
    top = end is not None and text[position:end].lower() in _tops()
    position = end or position
    for _ in range(_MAX_PARTS):
        separator = _SEPARATOR.match(text, position)
        bottom = _longest(text, separator.end(), "bottom") if separator else None
        if bottom is None:
            break
        end = position = bottom
        top = False
    return None if top else end


def _longest(text: str, position: int, family: str) -> int | None:
    if position >= len(text):
        return None
    first = text[position]
    spellings = _spellings(family)
    ends = [
        match.end()
        for table, key in ((spellings.any_case, first.lower()), (spellings.exact, first))
        if (pattern := table.get(key)) and (match := pattern.match(text, position))
    ]
    return max(ends, default=None)


@cache
def _rows() -> tuple[UnitSpellingRow, ...]:
    return read_table("unit_spellings.csv", UnitSpellingRow)


@cache
def _tops() -> frozenset[str]:
    strong = {row.spelling.lower() for row in _rows() if row.use in ("any", "weak", "alone")}
    return frozenset(row.spelling.lower() for row in _rows() if row.use == "top") - strong


@cache
def _weak() -> frozenset[str]:
    return frozenset(row.spelling for row in _rows() if row.use == "weak")


@cache
def _spellings(family: str) -> _Spellings:
    uses = {"first": ("any", "top", "weak"), "alone": ("alone",), "bottom": ("any", "bottom", "weak")}[family]
    rows = [row for row in _rows() if row.use in uses]
    return _Spellings(
        _by_first([row.spelling for row in rows if not row.case], re.IGNORECASE),
        _by_first([row.spelling for row in rows if row.case], re.NOFLAG),
    )


def _by_first(spellings: list[str], flags: re.RegexFlag) -> dict[str, re.Pattern[str]]:
    groups: dict[str, list[str]] = {}
    for spelling in sorted(set(spellings), key=len, reverse=True):
        key = spelling[0].lower() if flags else spelling[0]
        groups.setdefault(key, []).append(_spelling_pattern(spelling))
    return {key: re.compile("|".join(patterns), flags) for key, patterns in groups.items()}


def _spelling_pattern(spelling: str) -> str:
    body = r"[ ]?".join(re.escape(part) for part in spelling.split(" ")).replace("µ", "[µμ]")
    return body + (r"(?![^\W\d_])" if spelling[-1].isalnum() else "")
