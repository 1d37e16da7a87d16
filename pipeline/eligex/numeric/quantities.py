"""Quantities: a number with its comparator, unit, limit of reference, range or list."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from ..link.units import UnitMatch
from .sides import FLIP, NEGATIONS, Number, Side
from .times import days
from .tokens import Token

ABOVE: Final = {">": False, ">=": True}
BELOW: Final = {"<": False, "<=": True}
"""Operators that set a low or a high end, and whether that end is inclusive."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range."""

    value: Number
    inclusive: bool = True

    def as_dict(self) -> dict[str, Number | bool]:
        """Return the bound as records write it."""
        return {"value": self.value, "inclusive": self.inclusive}


@dataclass(slots=True)
class Quantity:
    """A quantity over ``tokens[first:last + 1]``; ``number`` is the token of its first number."""

    first: int
    last: int
    number: int
    low: Bound | None = None
    high: Bound | None = None
    values: list[Number] = field(default_factory=list)
    unit: UnitMatch | None = None
    time: str | None = None
    low_time: str | None = None
    op: str | None = None
    reference: str | None = None
    ratio: Number | None = None
    listed: bool = False
    spelled: bool = False
    negated: bool = False
    beyond: bool = False
    """Whether it is a distance from a limit (``0.3 mg/dL above ULN``), which bounds nothing by itself."""
    inner: tuple[int, int] | None = None
    """Tokens between the two bounds of ``18 ≤ age ≤ 75``."""

    @property
    def bounded(self) -> bool:
        """Whether the text compares (a bound, a range), rather than naming a bare number."""
        return self.op is not None

    def parts(self) -> list[Quantity]:
        """Return the two ends of a range in different units of time apart (``≥ 6 months and ≤ 5 years``)."""
        if self.low is None or self.high is None or self.low_time == self.time:
            return [self]
        low = replace(
            self, high=None, values=[self.low.value], time=self.low_time, op=">=" if self.low.inclusive else ">"
        )
        high = replace(self, low=None, values=[self.high.value], low_time=self.time)
        high.op = "<=" if self.high.inclusive else "<"
        return [low, high]

    def outside(self) -> tuple[Quantity, Quantity]:
        """Return what lies below and what lies above a range (``outside 3.5-5.5``)."""
        assert self.low is not None
        assert self.high is not None
        below = replace(self, low=None, high=Bound(self.low.value, not self.low.inclusive), op="<")
        above = replace(self, high=None, low=Bound(self.high.value, not self.high.inclusive), op=">")
        return below, above

    def flip(self) -> None:
        """Turn a bound round, for a negation that governs it from afar."""
        if self.op in FLIP:
            self.low = self.high = None
            self.bound(FLIP[self.op])

    def bound(self, op: str) -> Quantity:
        """Take an operator: set the low or high end that it gives the first number."""
        self.op = op
        value = self.values[0]
        if op in ABOVE:
            self.low = Bound(value, ABOVE[op])
        elif op in BELOW:
            self.high = Bound(value, BELOW[op])
        elif op == "within":
            self.high = Bound(value)
        elif op == "><":
            self.low = Bound(value)
        return self


def of_side(tokens: list[Token], side: Side, op: str | None, last: int) -> Quantity:
    """Return the quantity of one side that ends at a token, with an operator where there is one."""
    quantity = Quantity(
        side.first,
        last,
        side.number,
        unit=side.unit,
        time=side.time,
        low_time=side.time,
        spelled=side.spelled,
        values=[side.value],
        negated=tokens[side.first].text in NEGATIONS,
    )
    return quantity.bound(op) if op else quantity


def of_sides(side: Side, other: Side, low_op: str | None = None) -> Quantity:
    """Return the range of two sides."""
    if side.op in BELOW and other.op in ABOVE:
        lower, upper = other, side
    else:
        lower, upper = side, other
    if lower.value > upper.value and lower.time == upper.time and lower.op in (None, "><") and upper.op is None:
        lower, upper = upper, lower
    unit, time = upper.unit or lower.unit, upper.time or lower.time
    quantity = Quantity(
        side.first, other.last, side.number, unit=unit, time=time, low_time=lower.time or time, spelled=side.spelled
    )
    quantity.op = "><"
    quantity.values = [lower.value, upper.value]
    quantity.low = Bound(lower.value, (low_op or lower.op) != ">")
    quantity.high = Bound(upper.value, upper.op != "<")
    return quantity


def ordered(low: Side, high: Side) -> bool:
    """Tell whether one side is less than the other, in days where they are times."""
    return days(low.value, low.time or high.time) < days(high.value, high.time or low.time)
