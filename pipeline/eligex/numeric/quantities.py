"""Read quantities: a number with its comparator, unit, limit of reference, range or list."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from ..link.units import UnitMatch, parse_unit
from .sides import FLIP, NEGATIONS, Number, Side, Sides
from .tokens import Token
from .words import word_list

_RANGED_WORDS: Final = word_list("quantities.ranged")
_PAST_ASIDES_WORDS: Final = word_list("quantities.past_asides")
_NUMBER_FROM_WORDS: Final = word_list("quantities.number_from")
_ABOVE: Final = {">": False, ">=": True}
_BELOW: Final = {"<": False, "<=": True}
_MIRROR: Final = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
_DASHES: Final = frozenset("-–—−")
_LIST_JOINTS: Final = word_list("quantities.list_joints")
_SIGNS: Final = frozenset("<>=≤≥≦≧⩽⩾＜＞＝˂˃≪≫")


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
        if op in _ABOVE:
            self.low = Bound(value, _ABOVE[op])
        elif op in _BELOW:
            self.high = Bound(value, _BELOW[op])
        elif op == "within":
            self.high = Bound(value)
        elif op == "><":
            self.low = Bound(value)
        return self


class Reader:
    """Reads the quantities of one criterion from its tokens."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.count = len(tokens)
        self.sides = Sides(text, tokens)

    def quantities(self) -> list[Quantity]:
        """Return the quantities in order, none overlapping."""
        found: list[Quantity] = []
        index, floor = 0, 0
        while index < self.count:
            quantity = self._quantity(index, floor)
            if quantity is None:
                index += 1
            else:
                found.append(quantity)
                index = floor = quantity.last + 1
        return found

    def _quantity(self, index: int, floor: int) -> Quantity | None:
        token = self.tokens[index]
        if not token.is_number:
            return self._unnumbered(index) if token.cmp else None
        if token.heads or self._is_label(index):
            return None
        side = self.sides.read(index, floor)
        if side is None:
            return None
        quantity = self._mirrored(side) or self._ranged(side) or self._listed(side) or self._single(side)
        self._refer(quantity)
        return quantity

    def _is_label(self, index: int) -> bool:
        """Tell whether the number only labels something: ``1.`` at the start, ``2a``, part of a unit (``/1.73``)."""
        token = self.tokens[index]
        before = self.tokens[index - 1] if index else None
        if before and not token.spelled:
            if before.text in ("per", "/", "n"):
                return True
            if "label" in before.roles and not (index > 1 and self.tokens[index - 2].heads):
                return True
            if before.text == "=" and index > 1 and self.tokens[index - 2].text == "n":
                return True
        after = self.text[token.end : token.end + 2]
        if index == 0 and after[:1] in ").:" and (len(after) < 2 or not after[1].isdigit()):
            return True
        glued = after[:1].isalpha() and not token.spelled
        return (
            glued
            and after[0] not in "xX×"
            and parse_unit(self.text, token.end) is None
            and self.sides.time(index + 1) is None
            and not self._glued_word(index + 1)
        )

    def _glued_word(self, index: int) -> bool:
        return index < self.count and bool(
            self.tokens[index].roles or self.tokens[index].cmp or len(self.tokens[index].text) > 2
        )

    # -- one number with its comparator and unit ------------------------------------------------------------------

    # -- shapes -----------------------------------------------------------------------------------------------------

    def _mirrored(self, side: Side) -> Quantity | None:
        """Read ``18 ≤ age ≤ 75``: a number, a sign, what is measured, a sign, a number."""
        if side.op not in (None, "=", "><"):
            return None
        position = side.last + 1
        if position + 2 >= self.count:
            return None
        sign = self.tokens[position]
        if (
            not sign.cmp
            or sign.text[0] not in _SIGNS
            or sign.cmp.op not in _MIRROR
            or self.tokens[position + 1].is_number
        ):
            return None
        for end in range(position + 2, min(position + 8, self.count)):
            token = self.tokens[end]
            if token.text in ";," or token.text == "and":
                break
            if token.is_number and self.tokens[end - 1].cmp:
                other = self.sides.read(end, position + 1)
                if other and other.op in _MIRROR and other.first > position + 1:
                    quantity = self._join(side, other, low_op=_MIRROR[sign.cmp.op])
                    quantity.inner = (position + 1, other.first - 1)
                    return quantity
                break
        quantity = self._from(side, _MIRROR[sign.cmp.op], position)
        quantity.inner = (position + 1, min(position + 4, self.count - 1))
        return quantity

    def _ranged(self, side: Side) -> Quantity | None:
        """Read ``18-70``, ``between 18 and 70``, ``> 18 and < 70``, ``6 months to 11 years``."""
        position = self._past_asides(side.last + 1)
        if position >= self.count:
            return None
        joint = self.tokens[position]
        opened = side.op == "><"
        joined = "range" in joint.roles or (joint.cmp is not None and "range" in joint.roles)
        conjunction = joint.text in _RANGED_WORDS or "and" in joint.roles or (opened and joint.text == "an")
        if not joined and not conjunction and not joint.cmp:
            return None
        start = position + 1 if (joined or conjunction) else position
        if (
            joint.text in (",", "-", "–")
            and start < self.count
            and self.tokens[start].text in ("and", "to", "but", "&")
        ):
            joint = self.tokens[start]
            start += 1
        target = self._number_from(start)
        if target is None:
            return None
        other = self.sides.read(target, start)
        if other is not None and joint.text in _DASHES and self.tokens[other.last].text == "+":
            other.op = None
        if other is None or (other.value == side.value and other.op is None):
            return None
        if self._is_range(side, other, joint, opened, joined):
            return self._join(side, other)
        return None

    def _past_asides(self, position: int) -> int:
        """Skip ``years old`` or ``(inclusive)`` between the ends of a range."""
        for _ in range(4):
            if (
                position < self.count
                and ("age" in self.tokens[position].roles or self.tokens[position].text in _PAST_ASIDES_WORDS)
                and "range" not in self.tokens[position].roles
            ):
                position += 1
        return position

    def _number_from(self, start: int) -> int | None:
        for position in range(start, min(start + 6, self.count)):
            token = self.tokens[position]
            if token.is_number:
                return position
            if not (token.cmp or token.text in _NUMBER_FROM_WORDS or "age" in token.roles):
                return None
        return None

    def _is_range(self, side: Side, other: Side, joint: Token, opened: bool, joined: bool) -> bool:
        if opened and joint.text == "an":
            return _ordered(side, other)
        if joint.text in ("and", "&", "but", ",") or ("and" in joint.roles and joint.text != "to"):
            if opened:
                return (
                    other.op in (None, "<", "<=", "~", ">=")
                    and joint.text in ("and", "&", ",")
                    and side.value != other.value
                )
            if side.time and not other.time:
                return False
            if side.op in _ABOVE and other.op in _BELOW:
                return _ordered(side, other)
            if side.op in _BELOW and other.op in _ABOVE:
                return _ordered(other, side)
            if joint.text in ("and", "&") and side.op is None and other.op is None:
                return (
                    other.time in ("year", "month")
                    and side.time in (None, "year", "month")
                    and _ordered(side, other)
                    and not side.spelled
                    and self._aged(other.last)
                )
            if side.op == "=" and other.op in _BELOW and joint.text in ("and", "&"):
                return _ordered(side, other)
            return False
        if joint.text == "or":
            return False
        if not joined and joint.cmp:
            return (
                side.op in _ABOVE
                and other.op in _BELOW
                and _ordered(side, other)
                and joint.start <= self.tokens[side.last].end + 1
            )
        if side.op in _BELOW and other.op in _BELOW:
            return False
        if other.op in _ABOVE:
            return side.op in _BELOW and _ordered(other, side) and joint.text not in ("-", "–")
        if joint.text in ("-", "–", "−") and self._spaced_item(side, other):
            return False
        return (
            _ordered(side, other)
            or other.time != side.time
            or joint.text in ("to",)
            or (opened and side.value != other.value)
        )

    def _spaced_item(self, side: Side, other: Side) -> bool:
        """A dash with a unit before it and unlike units around it opens a new item rather than a range."""
        return side.unit is not None and other.unit is not None and side.unit.text.lower() != other.unit.text.lower()

    def _aged(self, last: int) -> bool:
        return (
            any("age" in token.roles for token in self.tokens[last + 1 : last + 3]) or "age" in self.tokens[last].roles
        )

    def _listed(self, side: Side) -> Quantity | None:
        """Read ``0, 1 or 2``."""
        if side.op not in (None, "=") or side.unit or side.time:
            return None
        values: list[Number] = [side.value]
        last = side.last
        other = side
        while True:
            target = self._next_listed(last)
            if target is None:
                break
            following = self.sides.read(target, target)
            if following is None or following.op not in (None,):
                break
            other = following
            values.append(other.value)
            last = other.last
            if other.unit or other.time:
                break
        if len(values) < 2:
            return None
        quantity = self._from(side, side.op, last)
        quantity.values, quantity.listed = values, True
        quantity.low, quantity.high = Bound(min(values)), Bound(max(values))
        quantity.unit, quantity.time = other.unit, other.time
        quantity.low_time = other.time
        return quantity

    def _next_listed(self, last: int) -> int | None:
        position = last + 1
        joints = 0
        joints_allowed = _LIST_JOINTS | {"/"} if self.tokens[last].roman else _LIST_JOINTS
        while position < self.count and joints < 2 and self.tokens[position].text in joints_allowed:
            position += 1
            joints += 1
        if joints and position < self.count and self.tokens[position].is_number:
            return position
        return None

    def _single(self, side: Side) -> Quantity:
        quantity = self._from(side, side.op, side.last)
        slash = side.last + 1
        if (
            side.unit is None
            and slash + 1 < self.count
            and self.tokens[slash].text in "/⁄"
            and self.tokens[slash + 1].is_number
        ):
            second = self.sides.read(slash + 1, slash + 1)
            if second:
                quantity.ratio = second.value
                quantity.unit, quantity.time, quantity.last = second.unit, second.time, second.last
                quantity.last = self._second_ratio(quantity.last)
                if quantity.op is None and second.op:
                    quantity.bound(second.op)
        return quantity

    def _second_ratio(self, last: int) -> int:
        """Return the last token of the fraction that ends a range of fractions (``20/40 to 20/400``)."""
        part = self.tokens[last + 1 : last + 5]
        joined = len(part) == 4 and bool(part[0].roles & {"range", "and"}) and part[2].text == "/"
        return last + 4 if joined and part[1].is_number and part[3].is_number else last

    def _from(self, side: Side, op: str | None, last: int) -> Quantity:
        quantity = Quantity(
            side.first,
            last,
            side.number,
            unit=side.unit,
            time=side.time,
            low_time=side.time,
            spelled=side.spelled,
            values=[side.value],
            negated=self.tokens[side.first].text in NEGATIONS,
        )
        return quantity.bound(op) if op else quantity

    def _join(self, side: Side, other: Side, low_op: str | None = None) -> Quantity:
        """Return the range of two sides."""
        if side.op in _BELOW and other.op in _ABOVE:
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

    def _unnumbered(self, index: int) -> Quantity | None:
        """Read a bound at a limit without a number: ``> ULN``, ``above the upper limit of normal``."""
        token = self.tokens[index]
        if token.cmp is None or token.cmp.op not in FLIP or token.cmp.place == "suffix":
            return None
        position = self._reference_from(index + 1)
        if position is None:
            return None
        reference = self.tokens[position].cue
        if reference == "baseline":
            return None
        first, op = self.sides.negated(index, token.cmp.op, max(0, index - 4))
        quantity = Quantity(first, position, index, reference=reference, values=[1])
        return quantity.bound(op)

    def _refer(self, quantity: Quantity) -> None:
        """Attach the limit a number multiplies: ``1.5 x the upper limit of normal``."""
        within = [i for i in range(quantity.number + 1, quantity.last + 1) if "ref" in self.tokens[i].roles]
        if within and quantity.time is None and quantity.unit is None:
            quantity.reference = self.tokens[within[0]].cue
            return
        position = self._reference_from(quantity.last + 1)
        if position is not None and quantity.time is None and (quantity.unit is None or quantity.unit.text == "%"):
            quantity.reference = self.tokens[position].cue
            quantity.last = position
            if quantity.op is None:
                after = self.sides.right(position)
                if after:
                    quantity.last = after[0]
                    quantity.bound(after[1])

    def _reference_from(self, start: int) -> int | None:
        for position in range(start, min(start + 7, self.count)):
            token = self.tokens[position]
            if "ref" in token.roles:
                return position
            if not (
                "times" in token.roles
                or token.text in _REFERENCE_SKIP
                or ("link" in token.roles and token.text in _REFERENCE_SKIP)
            ):
                return None
        return None


_REFERENCE_SKIP: Final = word_list("quantities.reference_skip")


def _ordered(low: Side, high: Side) -> bool:
    return days(low.value, low.time or high.time) < days(high.value, high.time or low.time)


_DAYS: Final = {
    "second": 1 / 86400,
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1,
    "week": 7,
    "month": 30.4,
    "year": 365.25,
}


def days(value: Number, unit: str | None) -> float:
    """Return a time in days; a number without a unit as it is."""
    return value * _DAYS.get(unit or "", 1.0)
