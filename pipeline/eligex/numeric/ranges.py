"""Read what is made of several numbers: ranges, mirrored comparisons and lists."""

from __future__ import annotations

from typing import Final

from .quantities import ABOVE, BELOW, Bound, Quantity, of_side, of_sides, ordered
from .sides import SIGNS, Number, Side, Sides
from .tokens import Token
from .words import word_list

_RANGED_WORDS: Final = word_list("quantities.ranged")
_PAST_ASIDES_WORDS: Final = word_list("quantities.past_asides")
_NUMBER_FROM_WORDS: Final = word_list("quantities.number_from")
LIST_JOINTS: Final = word_list("quantities.list_joints")
"""What stands between the numbers of a list."""
_MIRROR: Final = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
_DASHES: Final = frozenset("-–—−")


class Ranges:
    """Reads ranges and lists from the tokens of one criterion, from the side they begin with."""

    def __init__(self, tokens: list[Token], sides: Sides) -> None:
        self.tokens = tokens
        self.count = len(tokens)
        self.sides = sides

    def mirrored(self, side: Side) -> Quantity | None:
        """Read ``18 ≤ age ≤ 75``: a number, a sign, what is measured, a sign, a number."""
        if side.op not in (None, "=", "><"):
            return None
        position = side.last + 1
        if position + 2 >= self.count:
            return None
        sign = self.tokens[position]
        if (
            not sign.cmp
            or sign.text[0] not in SIGNS
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
                    quantity = of_sides(side, other, low_op=_MIRROR[sign.cmp.op])
                    quantity.inner = (position + 1, other.first - 1)
                    return quantity
                break
        quantity = of_side(self.tokens, side, _MIRROR[sign.cmp.op], position)
        quantity.inner = (position + 1, min(position + 4, self.count - 1))
        return quantity

    def ranged(self, side: Side) -> Quantity | None:
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
        elif other is not None and self._is_plus(side) and self._is_plus(other):
            side.op = other.op = None
        if other is None or (other.value == side.value and other.op is None):
            return None
        if self._is_range(side, other, joint, opened, joined):
            return of_sides(side, other)
        return None

    def _is_plus(self, side: Side) -> bool:
        """Tell whether a number is a grade written with a plus: ``+1``, ``3+``."""
        around = self.tokens[max(0, side.number - 1) : side.number + 2]
        return any(token.text == "+" for token in around)

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
            return ordered(side, other)
        if joint.text in ("and", "&", "but", ",") or ("and" in joint.roles and joint.text != "to"):
            if opened:
                return (
                    other.op in (None, "<", "<=", "~", ">=")
                    and joint.text in ("and", "&", ",")
                    and side.value != other.value
                )
            if side.time and not other.time:
                return False
            if side.op in ABOVE and other.op in BELOW:
                return ordered(side, other)
            if side.op in BELOW and other.op in ABOVE:
                return ordered(other, side)
            if joint.text in ("and", "&") and side.op is None and other.op is None:
                return (
                    other.time in ("year", "month")
                    and side.time in (None, "year", "month")
                    and ordered(side, other)
                    and not side.spelled
                    and self._aged(other.last)
                )
            if side.op == "=" and other.op in BELOW and joint.text in ("and", "&"):
                return ordered(side, other)
            return False
        if joint.text == "or":
            return False
        if not joined and joint.cmp:
            return (
                side.op in ABOVE
                and other.op in BELOW
                and ordered(side, other)
                and joint.start <= self.tokens[side.last].end + 1
            )
        if side.op in BELOW and other.op in BELOW:
            return False
        if other.op in ABOVE:
            return side.op in BELOW and ordered(other, side) and joint.text not in ("-", "–")
        if joint.text in ("-", "–", "−") and self._spaced_item(side, other):
            return False
        return (
            ordered(side, other)
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

    def listed(self, side: Side) -> Quantity | None:
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
        quantity = of_side(self.tokens, side, side.op, last)
        quantity.values, quantity.listed = values, True
        quantity.low, quantity.high = Bound(min(values)), Bound(max(values))
        quantity.unit, quantity.time = other.unit, other.time
        quantity.low_time = other.time
        return quantity

    def _next_listed(self, last: int) -> int | None:
        position = last + 1
        joints = 0
        joints_allowed = LIST_JOINTS | {"/"} if self.tokens[last].roman else LIST_JOINTS
        while position < self.count and joints < 2 and self.tokens[position].text in joints_allowed:
            position += 1
            joints += 1
        if joints and position < self.count and self.tokens[position].is_number:
            return position
        return None
