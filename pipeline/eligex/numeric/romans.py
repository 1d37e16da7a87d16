"""Roman numerals count as numbers behind a scale that is written with them: ``NYHA class III or IV``."""

from __future__ import annotations

from ..lexicons.rows.numeric import ScaleRow
from .tokens import Token
from .words import word_list

_ROMANS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "l": 1,
    "ll": 2,
    "lll": 3,
    "lv": 4,
    "iiii": 4,
    "ⅰ": 1,
    "ⅱ": 2,
    "ⅲ": 3,
    "ⅳ": 4,
    "ⅴ": 5,
    "ⅵ": 6,
}
_JOINTS = word_list("romans.joints")
_REACH = 12


def read_romans(tokens: list[Token]) -> list[Token]:
    """Set the value of roman numerals that follow a roman scale, in place."""
    for index, token in enumerate(tokens):
        if any(isinstance(head, ScaleRow) and head.roman for head in token.heads):
            _read_from(tokens, index + 1)
    return tokens


def _read_from(tokens: list[Token], start: int) -> None:
    for token in tokens[start : start + _REACH]:
        if token.text in _ROMANS and not token.heads:
            token.value = _ROMANS[token.text]
            token.kind = "num"
            token.roman = True
        elif not (token.is_number or token.cmp or token.text in _JOINTS or token.heads):
            return
