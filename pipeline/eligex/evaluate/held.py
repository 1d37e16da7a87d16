"""The numbers that an annotation holds, read in full: what the protocol's own reader of numbers leaves out.

The protocol reads figures only, with a comma as a sign of thousands. Annotators also marked ``three months``,
``the past year``, ``class III`` and ``7,0 mmol/l``; who reads these is not wrong.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ..lexicons.loader import read_table
from ..lexicons.rows.quantity import NumberWordRow

_FIGURES: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_COMMA: Final = re.compile(r"\d+,\d+(?![\d,])")
_ROMAN: Final = re.compile(r"\b[IVX]{1,4}\b")
_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)?")
_ROMANS: Final = {name: value for value, name in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII"), start=1)}


def figures(text: str) -> list[float]:
    """Return the numbers in figures of a text, as the protocol reads them."""
    return [float(number.replace(",", "")) for number in _FIGURES.findall(text)]


def held_values(text: str) -> set[float]:
    """Return every number of a text: figures with a comma of either meaning, words, Roman numerals."""
    found = set(figures(text))
    found |= {float(number.replace(",", ".")) for number in _COMMA.findall(text)}
    found |= {float(_ROMANS[numeral]) for numeral in _ROMAN.findall(text) if numeral in _ROMANS}
    return found | {_words()[word] for word in _WORD.findall(text.lower()) if word in _words()}


@cache
def _words() -> dict[str, float]:
    return {row.phrase: row.value for row in read_table("number_words.csv", NumberWordRow)}
