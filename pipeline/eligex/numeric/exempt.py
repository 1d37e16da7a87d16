"""Tell the numbers that measure nothing: years, extents of scales, stages, names, values said twice."""

from __future__ import annotations

from typing import Final

from ..lexicons.rows.numeric import ScaleRow
from .heads import HeadSpan
from .phrases import is_score_like, phrase_before
from .quantities import Quantity
from .scene import Scene
from .times import days
from .words import word_list

_DESCRIBES_SCALE_WORDS: Final = word_list("exempt.describes_scale")
_SCALE_NOUNS = word_list("exempt.scale_nouns")
# Ranges behind an unknown acronym are scores ("FMD 0-48"), above this they are part of a name ("BAY 43-9006").
_HIGHEST_SCORE = 300
_STAGES = word_list("exempt.stages")
_TOLERANCE = word_list("windows.tolerance")
_COMPARED = word_list("exempt.compared")
_ANTIGENS = word_list("exempt.antigens")


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
    if _counts_points(scene, quantity) or _is_extent(scene, quantity):
        return True
    own = [scene.tokens[i].text for i in range(quantity.first, quantity.number)]
    if any(text.startswith("range") for text in own) and left[:1] == ["("] and right[:1] != ["%"]:
        return True
    return (
        any(text in _SCALE_NOUNS for text in right[:1])
        and (quantity.op == "><" or quantity.op is None)
        and ("scale" in right[:3] or "likert" in right[:2])
    )


def _counts_points(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a number counts the points of the scale behind it: ``the 10-point NRS``, ``an 11 points VAS``."""
    if quantity.op is not None or quantity.listed:
        return False
    behind = [scene.tokens[i] for i in scene.right(quantity.number, 4) if scene.tokens[i].text not in ("-", "–")]
    pointed = len(behind) > 1 and behind[0].text in ("point", "points")
    return pointed and any(isinstance(head, ScaleRow) for token in behind[1:3] for head in token.heads)


def _is_extent(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a range is the whole of the scale before it and a bound follows: ``NRS 0-10 ≥ 4``."""
    if quantity.low is None or quantity.high is None or not quantity.first or quantity.last + 1 >= len(scene.tokens):
        return False
    rows = [head for head in scene.tokens[quantity.first - 1].heads if isinstance(head, ScaleRow)]
    ends = (quantity.low.value, quantity.high.value)
    return scene.tokens[quantity.last + 1].cmp is not None and any((row.low, row.high) == ends for row in rows)


def is_tolerance(scene: Scene, index: int) -> bool:
    """Tell whether a number is the spread around the one before: ``23 (+/- 4)``, ``28 (+ 4 day window) days``."""
    quantity = scene.quantities[index]
    between = range(scene.quantities[index - 1].last + 1, quantity.first) if index else range(0)
    texts = [scene.tokens[i].text for i in between]
    if quantity.op == "+-":
        return index > 0 and texts in ([], ["("], ["["])
    following = [scene.tokens[i].text for i in scene.right(quantity.last, 1)]
    return texts == ["(", "+"] and bool(following) and following[0] in _TOLERANCE


def is_multiple(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a number multiplies what is no limit: ``> 50 times that of the wild type``, ``3-fold``."""
    following = [scene.tokens[i].text for i in scene.right(quantity.last, 3) if scene.tokens[i].text not in ("-", "–")]
    if quantity.reference is not None or not following:
        return False
    return following[0] == "fold" or (following[0] == "times" and following[1:2] != [] and following[1] in _COMPARED)


def is_conversion(scene: Scene, index: int) -> bool:
    """Tell whether a quantity says how units convert (``1 mmHg = 0.133 kPa``): both sides bound nothing."""
    return _converts(scene, index) or (index > 0 and _converts(scene, index - 1))


def _converts(scene: Scene, index: int) -> bool:
    if index + 1 >= len(scene.quantities):
        return False
    quantity, other = scene.quantities[index], scene.quantities[index + 1]
    if quantity.values != [1] or quantity.unit is None or other.unit is None or other.op != "=":
        return False
    return quantity.last + 1 == other.first and quantity.unit.dimension == other.unit.dimension


def heads_group(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a criterion is no more than the heading of a group of ages: ``Under 65 years:``."""
    alone = quantity.first == 0 and quantity.last == len(scene.tokens) - 2
    return alone and quantity.bounded and scene.tokens[-1].text == ":"


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
    if any(scene.tokens[i].text in _ANTIGENS for i in scene.right(quantity.last, 4)):
        return True
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
