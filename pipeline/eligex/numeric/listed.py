"""Split what looks like a decimal comma behind a scale of whole grades: ``ASA 1,2``, ``ICDAS score of 1,2 or 3``."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ..lexicons.rows.numeric import ScaleRow
from .tokens import Token

_REACH: Final = 4
_HIGHEST: Final = 7
"""Scales that reach further (DAS28, pain) are written with decimals too."""


def split_listed(tokens: list[Token]) -> list[Token]:
    """Return the tokens, two grades in succession with a comma between them cut apart."""
    split: list[Token] = []
    for index, token in enumerate(tokens):
        split += _cut(token) if _is_list(token) and _is_graded(tokens, index) else [token]
    return split


def _is_list(token: Token) -> bool:
    first, comma, second = token.text[:1], token.text[1:2], token.text[2:]
    return comma == "," and len(second) == 1 and first.isdigit() and second.isdigit() and int(second) - int(first) == 1


def _is_graded(tokens: list[Token], index: int) -> bool:
    """Tell whether a short scale stands before a number, with no comparator between."""
    for token in reversed(tokens[max(0, index - _REACH) : index]):
        if token.cmp is not None or token.is_number:
            return False
        if token.heads:
            scales = [row for row in token.heads if isinstance(row, ScaleRow)]
            return any(row.high is not None and row.high <= _HIGHEST for row in scales)
    return False


def _cut(token: Token) -> list[Token]:
    first, last = token.start, token.end
    return [
        replace(token, end=first + 1, text=token.text[0], value=int(token.text[0])),
        replace(token, kind="punct", start=first + 1, end=first + 2, text=",", value=None),
        replace(token, start=last - 1, text=token.text[2], value=int(token.text[2])),
    ]
