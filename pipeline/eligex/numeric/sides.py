"""Read one number with the comparator before or behind it and its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..lexicons.rows.numeric import ScaleRow
from ..link.units import UnitMatch, parse_unit
from .tokens import Token
from .words import word_list

Number = float | int
_DOT_GROUP: Final = re.compile(r"[1-9]\d{0,2}\.\d{3}")
NEGATIONS: Final = frozenset({"not", "cannot", "never", "no"})
_RESTATED_SIGN_WORDS: Final = word_list("sides.restated_sign")
_NEGATED_WORDS: Final = word_list("sides.negated")
_SKIP_SPACE_HYPHEN_WORDS: Final = word_list("sides.skip_space_hyphen")
_RIGHT_WORDS: Final = word_list("sides.right")
FLIP: Final = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
_LEFT_SKIP: Final = word_list("sides.left_skip")
_ORDINAL_SECOND: Final = word_list("sides.ordinal_second")
_SCALE_WORDS: Final = word_list("sides.scale_words")
SIGNS: Final = frozenset("<>=≤≥≦≧⩽⩾＜＞＝˂˃≪≫")
"""The characters a sign of comparison begins with."""


@dataclass(slots=True)
class Side:
    """A number with its comparator and unit, over ``tokens[first:last + 1]``."""

    first: int
    last: int
    number: int
    value: Number
    op: str | None
    unit: UnitMatch | None
    time: str | None
    spelled: bool


class Sides:
    """Reads the sides of quantities from the tokens of one criterion."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.count = len(tokens)

    def read(self, index: int, floor: int) -> Side | None:
        token = self.tokens[index]
        first, op = self._left(index, floor)
        value, last = token.value, index
        assert value is not None
        if token.spelled:
            last, value = self._restated(index, value)
        unit, time, last = self._unit(last)
        if token.titre:
            unit = UnitMatch("{titer}", "titre", self.text[token.start : token.end], token.start, token.end)
        elif unit is not None:
            value = _grouped(token, unit, value)
        if time == "week":
            last, value = self._days_behind(last, value)
        after = self.right(last)
        if after and (op is None or op in ("~", "=") or after[1] == op):
            last, op = after
            if unit is None and time is None:
                unit, time, last = self._unit(last)
        return Side(first, last, index, value, op, unit, time, token.spelled)

    def _days_behind(self, last: int, weeks: Number) -> tuple[int, Number]:
        """Add the days of ``23 weeks 6 days`` (in weeks, to two places)."""
        position = last + 1
        if position < self.count and self.tokens[position].text in ("and", ",", "+"):
            position += 1
        if position + 1 < self.count and self.time(position + 1) == "day" and self.tokens[position].kind == "num":
            days = self.tokens[position].value
            if days is not None and 0 <= days < 7:
                return position + 1, weeks + round(days / 7, 2) if days else weeks
        return last, weeks

    def _restated(self, index: int, value: Number) -> tuple[int, Number]:
        """Skip a figure that repeats a number word: ``four (4)``."""
        tail = self.tokens[index + 1 : index + 4]
        if len(tail) == 3 and tail[0].text in "([" and tail[1].value == value and tail[2].text in ")]":
            return index + 3, value
        return index, value

    def _left(self, index: int, floor: int) -> tuple[int, str | None]:
        """Return the token where the comparator before a number starts, and its operator."""
        position = index - 1
        skipped = 0
        while position >= floor and skipped <= 3:
            token = self.tokens[position]
            if (
                token.text == ")"
                and position - 2 >= floor
                and self.tokens[position - 1].cmp
                and self.tokens[position - 2].text == "("
            ):
                return self._restated_sign(position, floor)
            if (
                token.cmp
                and token.cmp.place != "suffix"
                and not (skipped and token.roles & {"range"} and token.text == "to")
            ):
                return self.negated(position, self._stacked(position, floor, token.cmp.op), floor)
            opened = self._abbreviates(position, floor)
            if opened is not None:
                position = opened - 1
                continue
            if (token.text not in _LEFT_SKIP and not self._names_scale(position, floor)) or token.is_number:
                break
            position -= 1
            skipped += 1
        return index, None

    def _abbreviates(self, position: int, floor: int) -> int | None:
        """Return the bracket that opens a scale's short form: ``> Criteria for Adverse Events [CTCAE] grade 2``."""
        opened = position - 2
        if self.tokens[position].text not in ")]" or opened < floor or self.tokens[opened].text not in "([":
            return None
        is_scale = any(isinstance(head, ScaleRow) for head in self.tokens[position - 1].heads)
        return opened if is_scale else None

    def _restated_sign(self, position: int, floor: int) -> tuple[int, str]:
        """Read a comparator in words with its sign in brackets: ``less than or equal to (<=)``."""
        sign = self.tokens[position - 1].cmp
        assert sign is not None
        first = position - 2
        while first > floor and (self.tokens[first - 1].cmp or self.tokens[first - 1].text in _RESTATED_SIGN_WORDS):
            first -= 1
        return first, sign.op

    def _names_scale(self, position: int, floor: int) -> bool:
        """Tell whether a scale stands between a comparator and its number: ``≥ grade 2``, ``> NYHA class II``."""
        token = self.tokens[position]
        before = self.tokens[position - 1] if position > floor else None
        if any(isinstance(head, ScaleRow) for head in token.heads) or token.text in _SCALE_WORDS:
            return True
        if token.heads:
            # "under metformin (three cycles)": a drug between is what the word of place governs.
            is_drug = any(getattr(head, "kind", "") == "dose" for head in token.heads)
            return before is not None and before.cmp is not None and not is_drug
        written = self.text[token.start : token.end]
        return (
            before is not None
            and before.cmp is not None
            and before.text[0] in SIGNS
            and written.isupper()
            and len(written) > 1
        )

    def _stacked(self, position: int, floor: int, op: str) -> str:
        """Let the sharper of two comparators in a row win: ``at least >125``, ``approximately ≥ 3``."""
        before = self.tokens[position - 1].cmp if position > floor else None
        if op in ("=", "~") and before and before.place != "suffix" and before.op not in ("=", "~"):
            return before.op
        return op

    def negated(self, position: int, op: str, floor: int) -> tuple[int, str]:
        while (
            position - 1 >= floor
            and (cmp := self.tokens[position - 1].cmp)
            and cmp.place != "suffix"
            and cmp.op != "><"
        ):
            position -= 1
        before = position - 1
        steps = 0
        while before >= floor and steps < 3 and self.tokens[before].text in _NEGATED_WORDS:
            before -= 1
            steps += 1
        if before >= floor and op in FLIP and self.tokens[before].text in NEGATIONS:
            return before, FLIP[op]
        return position, op

    def _unit(self, last: int) -> tuple[UnitMatch | None, str | None, int]:
        """Return the unit behind a number (a plain time unit as such), and its last token."""
        unit = parse_unit(self.text, self.tokens[last].end)
        following = self._skip_space_hyphen(last + 1)
        time = self.time(following)
        if time and (unit is None or unit.end <= self.tokens[following].end):
            return None, time, following
        if unit is None or self._begins_name(unit):
            return None, None, last
        end = last
        while end + 1 < self.count and self.tokens[end + 1].start < unit.end:
            end += 1
        return unit, None, end

    def _begins_name(self, unit: UnitMatch) -> bool:
        """Tell whether a letter is not a unit but begins a name: ``One D-dimer``."""
        return len(unit.text.strip()) == 1 and self.text[unit.end : unit.end + 1] == "-" and unit.text.strip().isalpha()

    def _skip_space_hyphen(self, index: int) -> int:
        while index < self.count and self.tokens[index].text in _SKIP_SPACE_HYPHEN_WORDS:
            index += 1
        return index

    def right(self, last: int) -> tuple[int, str] | None:
        """Return the last token and operator of a comparator behind a number: ``18 years of age or older``, ``18+``."""
        if (
            last + 1 < self.count
            and self.tokens[last + 1].text == "+"
            and self.tokens[last + 1].start == self.tokens[last].end
        ):
            following = self.tokens[last + 2] if last + 2 < self.count else None
            if following is None or not following.is_number:
                tail = last + 1
                time = self.time(tail + 1)
                return (tail + 1 if time else tail), ">="
        position = last + 1
        for _ in range(5):
            if position >= self.count:
                return None
            token = self.tokens[position]
            if token.cmp and token.cmp.place != "prefix":
                following = self.tokens[position + 1] if position + 1 < self.count else None
                if token.cmp.place == "both" and following is not None and following.is_number:
                    return None
                return position, token.cmp.op
            if not ("age" in token.roles or token.text in _RIGHT_WORDS or token.roles & {"ref"}):
                return None
            position += 1
        return None

    def time(self, index: int) -> str | None:
        """Return the unit of time at a token, None for the ``second`` of ``second-degree``."""
        if index >= self.count or (self.tokens[index].text == "second" and self._is_ordinal(index + 1)):
            return None
        return self.tokens[index].time

    def _is_ordinal(self, index: int) -> bool:
        index += index < self.count and self.tokens[index].text == "-"
        return index < self.count and self.tokens[index].text in _ORDINAL_SECOND


def _grouped(token: Token, unit: UnitMatch, value: Number) -> Number:
    """Read ``100.000/mm3`` as a hundred thousand: cells are never counted to the thousandth."""
    if unit.ucum.startswith("/") and _DOT_GROUP.fullmatch(token.text):
        return int(token.text.replace(".", ""))
    return value
