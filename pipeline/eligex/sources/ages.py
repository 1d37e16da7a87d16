"""Read the age limits that registries give ("18 Years", "18Y", "0 N/A (No limit)", ">= 20age old")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..types import AgeValue
from .values import meaning

_OLDEST = 120
"""No participant is older, in years; registers write 150, 200 or 999 for "no limit"."""
_SIGN = r"(?P<sign>>=|<=|≥|≤|=|>|<|from|over|under|up to)?\s*"
_LIMIT = re.compile(_SIGN + r"(?P<number>\d{1,4}(?:[.,]\d{1,2})?)\s*\(?(?P<unit>[a-z]*(?:\(s\))?)")
_EXCLUSIVE = frozenset({">", "<", "over", "under"})
_LOW = r"(?P<low>\d{1,3}(?:\.\d+)?)\s*(?P<low_unit>[a-z]*)\s*"
_RANGE = re.compile(_LOW + r"(?:to|-|–|and)\s*(?P<high>\d{1,3}(?:\.\d+)?)\s*(?P<unit>[a-z]+)?", re.IGNORECASE)
_AND_OLDER = r"\s*(?:\+|(?:and|or) (?:older|over|above))\s*(?P<after>[a-z]*)"
_OPEN_LOW = re.compile(r"(?P<number>\d{1,3})\s*(?P<unit>[a-z]*)" + _AND_OLDER, re.IGNORECASE)
_OPEN_HIGH = re.compile(r"(?:up to|under|<=|≤|<|until)\s*(?P<number>\d{1,3})\s*(?P<unit>[a-z]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limit:
    """An age limit, or none, and what was odd about it."""

    value: AgeValue | None = None
    problem: str = ""


def parse_age(raw: str, *, upper: bool) -> Limit:
    """Read one limit; a number without a unit counts years, as the registers' forms do."""
    text = raw.strip().lower()
    if not text or meaning("no_limit", text) is not None:
        return Limit()
    match = _LIMIT.match(text)
    if not match:
        return Limit() if meaning("age_unit", text) else Limit(problem="not an age")
    if meaning("no_limit", text[match.end("number") :].strip()) is not None:
        return Limit()
    unit = "year" if not match["unit"] else _unit(match["unit"])
    if unit is None:
        return Limit(problem="unknown unit of age")
    value = _number(match["number"])
    if upper and value == 0:
        return Limit()  # an empty box of a form
    if unit == "year" and value > _OLDEST:
        return Limit() if upper else Limit(problem="beyond any age")
    problem = "the limit itself seems excluded" if match["sign"] in _EXCLUSIVE else ""
    return Limit(AgeValue(value=value, unit=unit), problem)


def parse_age_range(raw: str) -> tuple[Limit, Limit]:
    """Read what a page says of ages: "18 to 70 years old", "6 months to 5 years", "18+ years", "up to 17 years"."""
    text = raw.strip()
    found = _RANGE.search(text)
    if found:
        unit = found["unit"] or "years"
        low_unit = found["low_unit"] or unit
        return parse_age(f"{found['low']} {low_unit}", upper=False), parse_age(f"{found['high']} {unit}", upper=True)
    found = _OPEN_LOW.search(text)
    if found:
        return parse_age(f"{found['number']} {found['unit'] or found['after']}", upper=False), Limit()
    found = _OPEN_HIGH.search(text)
    if found:
        return Limit(), parse_age(f"{found['number']} {found['unit']}", upper=True)
    nothing = not text or meaning("no_limit", text.lower()) is not None or meaning("sex", text.lower()) == "all"
    return Limit(problem="" if nothing else "not an age range"), Limit()


def _unit(word: str) -> str | None:
    return (
        meaning("age_unit", word)
        or meaning("age_unit", word.removesuffix("old"))
        or meaning("age_unit", word.rstrip("s"))
    )


def _number(digits: str) -> int | float:
    value = float(digits.replace(",", "."))
    return int(value) if value.is_integer() else value
