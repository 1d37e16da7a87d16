"""Tell the numbers that measure nothing: years, extents of scales, stages, names, values said twice."""

from __future__ import annotations

from typing import Final

from .heads import (
    HeadSpan,
    is_score_like,
    phrase_before,
)
from .quantities import Quantity
from .scene import Scene
from .times import days
from .words import word_list

_DESCRIBES_SCALE_WORDS: Final = word_list("exempt.describes_scale")
_SCALE_NOUNS = word_list("exempt.scale_nouns")
# Ranges behind an unknown acronym are scores ("FMD 0-48"), above this they are part of a name ("BAY 43-9006").
_HIGHEST_SCORE = 300
_STAGES = word_list("exempt.stages")


def is_year(quantity: Quantity) -> bool:
    """Tell whether the numbers are calendar years."""
    if quantity.unit or quantity.time or quantity.reference:
        return False
    return bool(quantity.values) and all(isinstance(value, int) and 1900 <= value <= 2100 for value in quantity.values)


def describes_scale(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a quantity only tells the extent of a scale (``on a 0-10 scale``, ``range 0-42``, ``11-point``)."""
    if (
        quantity.op not in (None, "><", "~")
        or quantity.time
        or (quantity.unit and quantity.unit.text not in ("points", "point", "mm", "cm"))
    ):
        return False
    left = [scene.tokens[i].text for i in scene.left(quantity.first, 4)]
    right = [scene.tokens[i].text for i in scene.right(quantity.last, 3)]
    if right[:1] and right[0] in ("-", "–"):
        right = right[1:]
    if left[:1] and left[0] in _DESCRIBES_SCALE_WORDS and "(" in left[:3]:
        return True
    if left[:2] == ["a", "on"] and quantity.op == "><":
        return True
    if "scale" in left[:3] and left[:1] and left[0] in ("of", "from") and quantity.op == "><":
        return True
    own = [scene.tokens[i].text for i in range(quantity.first, quantity.number)]
    if any(text.startswith("range") for text in own) and left[:1] == ["("] and right[:1] != ["%"]:
        return True
    return (
        any(text in _SCALE_NOUNS for text in right[:1])
        and (quantity.op == "><" or quantity.op is None)
        and ("scale" in right[:3] or "likert" in right[:2])
    )


def is_enumeration(scene: Scene, quantity: Quantity, heads: list[HeadSpan]) -> bool:
    """Tell whether bare numbers name things (``codons 12 and 13``, ``days 1-4``) rather than measure them."""
    if quantity.unit or quantity.reference or quantity.op not in (None, "><") or any(head.row for head in heads):
        return False
    own = scene.tokens[quantity.first : quantity.number]
    if any(token.cmp for token in own):
        return False
    last = heads[0].text.split()[-1]
    return not (last.isupper() and len(last) > 1 and max(quantity.values) <= _HIGHEST_SCORE) and not is_score_like(
        heads[0].text
    )


def is_bare_stage(scene: Scene, quantity: Quantity, heads: list[HeadSpan]) -> bool:
    """Tell whether a disease stage is named, not compared (``stage IIIB``): that belongs to the condition."""
    if quantity.op not in (None, "><") or any(head.text.lower() not in _STAGES for head in heads):
        return False
    named = phrase_before(scene, heads[0]) if heads[0].text.lower() == "class" and heads[0].first > 0 else None
    return named is None or named.text in ("HLA", "MHC")


def restates(scene: Scene, index: int) -> bool:
    """Tell whether a time in brackets says the one before it again: ``12 months (48 weeks)``."""
    quantity = scene.quantities[index]
    before = scene.quantities[index - 1] if index else None
    if before is None or before.time is None or before.time == quantity.time or quantity.bounded:
        return False
    texts = [scene.tokens[i].text for i in range(before.last + 1, quantity.first)]
    if texts not in (["("], ["(", "or"], ["["], ["="], ["(", "="]):
        return False
    return 0.8 < days(quantity.values[0], quantity.time) / max(days(before.values[0], before.time), 1e-9) < 1.25
