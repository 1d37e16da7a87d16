"""The ages of a trial as a whole, from the ages of its criteria."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from ..unit import Finding
from .times import DAYS

_OPPOSITE: Final = {"low": "high", "high": "low"}
_NAMES: Final = {"low": "min", "high": "max"}

Side = dict[str, Any]
"""``value``, ``unit``, ``inclusive`` and the ``source`` finding of one end."""


def envelope(ages: Iterable[Finding]) -> dict[str, Any]:
    """Return ``{"min", "max", "groups"}`` over age findings that carry their ``section`` and, maybe, ``standing``.

    Ages in passing count where the inclusion criteria hold no plain one, ages of no standing nowhere. The lowest
    minimum and the highest maximum of the inclusion criteria hold; an end that one of several groups leaves open stays
    open. Where inclusion says nothing of an end, an exclusion criterion gives its opposite ("age < 18" is excluded: at
    least 18).
    """
    found = [age for age in ages if age.get("standing") != "none" and (age.get("low") or age.get("high"))]
    excluded = [age for age in found if _excludes(age)]
    admitted = [age for age in found if not _excludes(age)]
    admitted = [age for age in admitted if age["section"] == "inclusion"] or admitted
    included = _widened([age for age in admitted if age.get("standing") != "passing"], admitted)
    merged: dict[str, Any] = {"groups": _groups(admitted)}
    for end, outermost in (("low", min), ("high", max)):
        side = _outermost(included, end, outermost)
        if side is None and not _left_open(included, end):
            side = _excluded(excluded, end)
        if side is not None:
            merged[_NAMES[end]] = side
    return merged


def _widened(plain: list[Finding], admitted: list[Finding]) -> list[Finding]:
    """Return the plain ages and the closed ranges of further groups; all that are admitted where none is plain."""
    if not plain:
        return admitted
    closed = all(age.get("low") and age.get("high") for age in plain)
    return [age for age in admitted if age in plain or (closed and age.get("low") and age.get("high"))]


def _excludes(age: Finding) -> bool:
    return bool(age["section"] == "exclusion" or age.get("standing") == "refused")


def days(side: Side) -> float:
    """Return an age in days."""
    return float(side["value"]) * DAYS[side["unit"]]


def _side(age: Finding, end: str) -> Side | None:
    bound = age.get(end)
    if not bound:
        return None
    unit = age.get("high_unit") or age["unit"] if end == "high" else age["unit"]
    return {"value": bound["value"], "inclusive": bound["inclusive"], "unit": unit, "source": age}


def _outermost(ages: list[Finding], end: str, outermost: Callable[..., Side]) -> Side | None:
    sides = [side for age in ages if (side := _side(age, end))]
    if not sides or _left_open(ages, end):
        return None
    # At the same age the inclusive end is the wider one.
    sign = 1 if end == "low" else -1
    return outermost(sides, key=lambda side: (days(side), -sign * side["inclusive"]))


def _left_open(ages: list[Finding], end: str) -> bool:
    """Tell whether a group apart from the others leaves this end open (``18-64`` and ``65 or older``)."""
    closed = [side for age in ages if (side := _side(age, end))]
    if not closed:
        return False
    for age in ages:
        other = _side(age, _OPPOSITE[end])
        if age.get(end) or other is None:
            continue
        apart = (days(other) >= days(side) if end == "high" else days(other) <= days(side) for side in closed)
        if all(apart):
            return True
    return False


def _excluded(ages: list[Finding], end: str) -> Side | None:
    """Return the end that an exclusion leaves: what it excludes on this side, turned round."""
    opposite = _OPPOSITE[end]
    sides = [side for age in ages if not age.get(end) and (side := _side(age, opposite))]
    if not sides:
        return None
    side = (max if end == "low" else min)(sides, key=days)
    return {**side, "inclusive": not side["inclusive"]}


def _groups(ages: list[Finding]) -> list[dict[str, Any]]:
    groups = []
    for age in ages:
        if age.get("label"):
            ends = {_NAMES[end]: side for end in ("low", "high") if (side := _side(age, end))}
            groups.append({"label": age["label"], **ends})
    return groups
