"""Read the quantities of a criterion from its tokens."""

from __future__ import annotations

from typing import Final

from ..lexicons.rows.numeric import ScaleRow
from ..link.units import parse_unit
from .quantities import Quantity, of_side
from .ranges import LIST_JOINTS, Ranges
from .sides import FLIP, Side, Sides
from .tokens import Token
from .words import word_list

_REFERENCE_SKIP: Final = word_list("quantities.reference_skip")
_TYPES: Final = word_list("quantities.types")
_LISTED_LABELS: Final = word_list("quantities.listed_labels")


class Reader:
    """Reads the quantities of one criterion from its tokens."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.count = len(tokens)
        self.sides = Sides(text, tokens)
        self.ranges = Ranges(tokens, self.sides)

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
        quantity = (
            self.ranges.mirrored(side) or self.ranges.ranged(side) or self.ranges.listed(side) or self._single(side)
        )
        self._refer(quantity)
        return quantity

    def _is_label(self, index: int) -> bool:
        """Tell whether the number only labels something: ``1.`` at the start, ``2a``, part of a unit (``/1.73``)."""
        token = self.tokens[index]
        before = self.tokens[index - 1] if index else None
        if before and not token.spelled:
            if before.text in ("per", "/", "n"):
                return True
            if "label" in before.roles and not self._grades(index):
                return True
            if self._labels_list(index):
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

    def _grades(self, index: int) -> bool:
        """Tell whether a label belongs to a measure before it: ``C-SSRS type 3``, but not ``AJCC version 8``."""
        heads = self.tokens[index - 2].heads if index > 1 else ()
        if self.tokens[index - 1].text in _LISTED_LABELS:
            return self.tokens[index - 1].text in _TYPES and any(isinstance(head, ScaleRow) for head in heads)
        return bool(heads)

    def _labels_list(self, index: int) -> bool:
        """Tell whether a number goes on a list of labels: ``exons 20, 26 and 27``, ``genotype 1, 4 or 6``."""
        position = index - 1
        while position > 0 and (self.tokens[position].text in LIST_JOINTS or self.tokens[position].kind == "num"):
            position -= 1
        return position < index - 1 and self.tokens[position].text in _LISTED_LABELS

    def _glued_word(self, index: int) -> bool:
        return index < self.count and bool(
            self.tokens[index].roles or self.tokens[index].cmp or len(self.tokens[index].text) > 2
        )

    def _single(self, side: Side) -> Quantity:
        quantity = of_side(self.tokens, side, side.op, side.last)
        self._cross(quantity)
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

    def _cross(self, quantity: Quantity) -> None:
        """Give ``2 x 2 cm`` the unit that only the second side is written with."""
        following = quantity.last + 2
        if quantity.unit or quantity.time or following >= self.count:
            return
        if self.tokens[following - 1].text in ("x", "×") and self.tokens[following].is_number:
            other = self.sides.read(following, following)
            if other and other.unit and other.unit.dimension == "length":
                quantity.unit, quantity.last = other.unit, other.last

    def _second_ratio(self, last: int) -> int:
        """Return the last token of the fraction that ends a range of fractions (``20/40 to 20/400``)."""
        part = self.tokens[last + 1 : last + 5]
        joined = len(part) == 4 and bool(part[0].roles & {"range", "and"}) and part[2].text == "/"
        return last + 4 if joined and part[1].is_number and part[3].is_number else last

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
        limit = self._beyond(quantity)
        if limit is not None:
            quantity.beyond, quantity.last = True, limit
            return
        position = self._reference_from(quantity.last + 1)
        if position is None or quantity.time or (quantity.unit and quantity.unit.ucum != "%"):
            return
        if not self._is_share(quantity, self.tokens[position].text):
            self._multiply(quantity, position)

    def _is_share(self, quantity: Quantity, reference: str) -> bool:
        """Tell whether ``50 % of normal`` is a share of what is usual rather than of a limit."""
        if quantity.unit is None or quantity.op == "within":
            return False
        return reference.endswith("normal") and "limit" not in reference

    def _multiply(self, quantity: Quantity, position: int) -> None:
        """Take the limit at a token; the operator may stand before or behind it (``5 times greater than the ULN``)."""
        over = next((token.cmp.op for token in self.tokens[quantity.last + 1 : position] if token.cmp), None)
        cue = self.tokens[position].cue
        quantity.last, quantity.reference = position, "ULN" if cue == "normal" else cue
        if quantity.op is None:
            after = self.sides.right(position)
            if after:
                quantity.last = after[0]
            if over or after:
                quantity.bound(over or (after or (0, ""))[1])

    def _beyond(self, quantity: Quantity) -> int | None:
        """Return the token of the limit that an amount lies beyond: ``0.3 mg/dL above ULN``."""
        following = quantity.last + 1
        amount = quantity.time is not None or (quantity.unit is not None and quantity.unit.ucum != "%")
        if not amount or following >= self.count:
            return None
        if self.tokens[following].cue == "control":
            return following
        if self.tokens[following].cmp is None:
            return None
        return self._reference_from(following + 1)

    def _reference_from(self, start: int) -> int | None:
        """Return the token that names the limit behind a number: ``x the ULN``, ``times greater than the ULN``."""
        multiplied = start > 0 and "times" in self.tokens[start - 1].roles
        for position in range(start, min(start + 7, self.count)):
            token = self.tokens[position]
            if "ref" in token.roles or (multiplied and position == start and token.text == "normal"):
                return position
            if token.is_number:
                return None
            multiple = "times" in token.roles or (token.cmp is not None and "times" in self.tokens[position - 1].roles)
            if not (multiple or token.text in _REFERENCE_SKIP):
                return None
        return None
