"""Judge whether a measured value can be true: the right dimension, and within what is physically possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..lexicons.rows.numeric import AnalyteRow
from .ucum import convert, unit

Verdict = Literal["ok", "suspicious", "impossible", "dimension-mismatch"]
# A rate normalised to body surface and the plain rate differ by less than their thresholds' rounding.
_SURFACE = "standard-surface"


@dataclass(frozen=True, slots=True)
class Plausibility:
    """A verdict and, unless it is ``ok``, the reason in words."""

    verdict: Verdict
    reason: str = ""


_OK = Plausibility("ok")


def check(value: float, ucum: str | None, analyte: AnalyteRow) -> Plausibility:
    """Judge a value in a unit (None: none was written) against the analyte's range.

    Doses are judged by their unit's existence alone, since the same drug is given by day, by weight and by surface.
    """
    if ucum is None:
        return _without_unit(value, analyte)
    given = unit(ucum)
    if given is None:
        return Plausibility("dimension-mismatch", f"{ucum} is not a known unit")
    if analyte.kind == "dose":
        return _OK
    converted = _in_default(value, ucum, analyte)
    if converted is None:
        return _other_dimension(ucum, given.dimension, analyte)
    return _in_range(converted, analyte, f"{value:g} {ucum}")


def _without_unit(value: float, analyte: AnalyteRow) -> Plausibility:
    """Judge a bare number: any unit in use for the analyte may be meant, so it can only be suspicious."""
    readings = (_in_default(value, code, analyte) for code in (analyte.default_unit, *analyte.also))
    judged = [_in_range(reading, analyte, f"{value:g} (no unit)") for reading in readings if reading is not None]
    if any(verdict.verdict == "ok" for verdict in judged):
        return _OK
    return Plausibility("suspicious", judged[0].reason)


def _in_default(value: float, ucum: str, analyte: AnalyteRow) -> float | None:
    converted = convert(value, ucum, analyte.default_unit, analyte)
    if converted is not None:
        return converted
    given, default = unit(ucum), unit(analyte.default_unit)
    if given is None or default is None or _plain(given.bottom) != _plain(default.bottom) or given.top != default.top:
        return None
    return value * given.factor / default.factor


def _plain(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for part in parts if part != _SURFACE)


def _other_dimension(ucum: str, dimension: str, analyte: AnalyteRow) -> Plausibility:
    """Accept a unit of one of the analyte's further dimensions; its range there is not known."""
    if any((other := unit(code)) is not None and other.dimension == dimension for code in analyte.also):
        return _OK
    reason = f"{ucum} ({dimension}) cannot measure {analyte.name} ({analyte.dimension})"
    return Plausibility("dimension-mismatch", reason)


def _in_range(value: float, analyte: AnalyteRow, written: str) -> Plausibility:
    default = analyte.default_unit
    ranges: tuple[tuple[Verdict, float | None, float | None], ...] = (
        ("impossible", analyte.low, analyte.high),
        ("suspicious", analyte.usual_low, analyte.usual_high),
    )
    for verdict, low, high in ranges:
        if low is not None and value < low:
            return Plausibility(verdict, f"{written} is below {low:g} {default}")
        if high is not None and value > high:
            return Plausibility(verdict, f"{written} is above {high:g} {default}")
    return _OK
