"""An ordinal before ``percentile`` is a number with a unit: ``below the 10th percentile``."""

from __future__ import annotations

import re
from typing import Final

from .tokens import Token
from .words import word_list

_DIGITS: Final = re.compile(r"\d+")
_PERCENTILES: Final = word_list("percentiles.names")
_JOINTS: Final = word_list("percentiles.joints")


def read_percentiles(tokens: list[Token]) -> list[Token]:
    """Set the value of ordinals that count percentiles, in place; of ``5th and 95th percentile`` of both."""
    counted = False
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.kind == "ord" and counted:
            _count(token)
        elif token.text in _PERCENTILES:
            counted = True
        elif counted and token.text not in _JOINTS:
            counted = False
    return tokens


def _count(token: Token) -> None:
    number = _DIGITS.match(token.text)
    if number and int(number[0]) < 100:
        token.kind, token.value = "num", int(number[0])
