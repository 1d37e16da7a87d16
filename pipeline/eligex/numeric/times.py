"""How long the units of time are."""

from __future__ import annotations

from typing import Final

# A year of 365.25 days, so that 12 months are exactly one.
DAYS: Final = {
    "second": 1 / 86400,
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 30.4375,
    "year": 365.25,
}


def days(value: float, unit: str | None) -> float:
    """Return a time in days; a number without a unit as it is."""
    return value * DAYS.get(unit or "", 1.0)
