"""Find what a quantity measures: the known analyte or scale beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .quantities import Quantity
from .scene import Scene
from .tokens import Head, Token
from .vocabulary import vocabulary
from .words import word_list

_GAP: Final = 7
_JOINTS: Final = word_list("heads.joints")
_BREAKS: Final = word_list("heads.breaks")


@dataclass(frozen=True, slots=True)
class HeadSpan:
    """What is measured at ``tokens[first:last + 1]``; ``row`` is None for a noun phrase of no table."""

    first: int
    last: int
    row: Head | None
    text: str


def known_left(scene: Scene, quantity: Quantity, floor: int) -> list[HeadSpan]:
    """Return the known heads before a quantity that share its bound (``AST and ALT ≤ 3 x ULN``)."""
    index = _nearest(scene, quantity.first, floor)
    return _joined(scene, index, floor, multiplied=quantity.reference is not None) if index is not None else []


def _nearest(scene: Scene, first: int, floor: int) -> int | None:
    gap: list[str] = []
    depth = 0
    aside = None
    for position in scene.left(first):
        if position < floor:
            return aside
        token = scene.tokens[position]
        depth += (token.text in ")]") - (token.text in "([")
        if depth > 0:
            aside = position if token.heads and not gap and aside is None else aside
            continue
        if token.heads:
            return aside if _broken(gap) else position
        if aside is not None and token.text not in "([":
            return aside
        if gap and token.text in ("(", "["):
            return None
        if not token.roles & {"link", "be"} and token.text not in ("(", ")", "[", "]", ":", '"', "'", "*", "="):
            gap.append(token.text)
            if len(gap) > _GAP:
                return None
    return aside


def _broken(gap: list[str]) -> bool:
    """Tell whether other things stand between a head and the comparator (``gap`` is nearest first)."""
    return (any(word in _BREAKS for word in gap) and not all(word in _BREAKS for word in gap[:1])) or len(gap) > 4


def _joined(scene: Scene, index: int, floor: int, *, multiplied: bool) -> list[HeadSpan]:
    heads = [_head_at(scene, index)]
    position, loose, depth = index - 1, 0, 0
    while position >= floor and scene.clause[position] == scene.clause[index] and scene.owner[position] < 0:
        token = scene.tokens[position]
        depth += (token.text in ")]") - (token.text in "([")
        if depth < 0 and not (token.text in "([" and _is_abbreviated(scene, position, heads[-1])):
            break
        depth = max(depth, 0)
        if token.heads:
            head = _head_at(scene, position)
            if not _seen_joint(scene, position, heads[-1].first) or not _alike(head, heads[-1], multiplied):
                break
            heads.append(head)
            loose = 0
        elif token.text not in _JOINTS:
            loose += 1
            if loose > 2 or token.cmp or "link" not in token.roles:
                break
        position -= 1
    return _distinct(heads[::-1])


def _alike(one: HeadSpan, other: HeadSpan, multiplied: bool) -> bool:
    """Tell whether two heads can share a bound: scales, quantities of one dimension, multiples of lab values."""
    if multiplied and getattr(one.row, "kind", "") == getattr(other.row, "kind", None) == "lab":
        return True
    return getattr(one.row, "dimension", "score") == getattr(other.row, "dimension", "score")


def inner(scene: Scene, quantity: Quantity) -> list[HeadSpan]:
    """Return the head within a quantity: ``≥ grade 3``, ``18 ≤ BMI ≤ 30``."""
    for position in (
        *range(quantity.number - 1, quantity.first - 1, -1),
        *range(quantity.number + 1, quantity.last + 1),
    ):
        if scene.tokens[position].heads:
            return [_head_at(scene, position)]
    if quantity.inner is None:
        return []
    first, last = quantity.inner
    for position in range(first, last + 1):
        if scene.tokens[position].heads:
            return [_head_at(scene, position)]
    return [HeadSpan(first, last, None, scene.words(first, last))]


def above(scene: Scene, quantity: Quantity) -> list[HeadSpan]:
    """Return what the lead-in of a criterion names: ``Haemoglobin:`` over ``≥ 9 g/dL in women``."""
    parent = scene.unit.parent
    if parent is None:
        return []
    dimension = quantity.unit.dimension if quantity.unit else None
    found = [
        (best_head(scene, token, dimension), token.text) for token in vocabulary().tokens(parent.text) if token.heads
    ]
    fitting = [item for item in found if dimension and getattr(item[0], "dimension", "") == dimension]
    return [HeadSpan(-1, -1, *(fitting or found)[0])] if found else []


def _is_abbreviated(scene: Scene, bracket: int, head: HeadSpan) -> bool:
    """Tell whether a bracket holds the short form of the head before it: ``alanine aminotransferase (ALT``."""
    before = scene.tokens[bracket - 1] if bracket else None
    return before is not None and head.row is not None and any(row is head.row for row in before.heads)


def _seen_joint(scene: Scene, left: int, right: int) -> bool:
    return any(scene.tokens[position].text in _JOINTS for position in range(left + 1, right))


def _distinct(heads: list[HeadSpan]) -> list[HeadSpan]:
    """Drop an abbreviation that repeats the name before it (``hemoglobin (Hb)``)."""
    kept: list[HeadSpan] = []
    for head in heads:
        if not any(head.row is not None and head.row is other.row for other in kept):
            kept.append(head)
    return kept


def _head_at(scene: Scene, index: int) -> HeadSpan:
    return HeadSpan(index, index, best_head(scene, scene.tokens[index]), scene.words(index, index))


def best_head(scene: Scene, token: Token, dimension: str | None = None) -> Head:
    """Return the head an alias stands for; context words and the unit decide where several share it."""
    if len(token.heads) == 1:
        return token.heads[0]
    lowered = scene.text.lower()
    fitting = [
        head for head in token.heads if not head.context or any(word.lower() in lowered for word in head.context)
    ]
    heads = fitting or list(token.heads)
    return next((head for head in heads if dimension and getattr(head, "dimension", "") == dimension), heads[0])


def known_right(scene: Scene, quantity: Quantity) -> list[HeadSpan]:
    """Return the known head behind a quantity: ``≥ 3 on the SLEDAI``, ``10-19% blasts``."""
    for position in scene.right(quantity.last, 6):
        token = scene.tokens[position]
        if _is_scale_end(scene, position):
            continue
        if scene.owner[position] >= 0 or token.cmp:
            return []
        if token.heads:
            return [_head_at(scene, position)]
        if token.text not in _RIGHT_SKIP:
            return []
    return []


def _is_scale_end(scene: Scene, position: int) -> bool:
    """Tell whether a token belongs to the extent of a scale: the ``0-10`` of ``> 3 on a 0-10 pain scale``."""
    if scene.owner[position] < 0:
        return False
    quantity = scene.quantities[scene.owner[position]]
    return quantity.high is not None and quantity.low is not None and quantity.low.value in (0, 1)


_RIGHT_SKIP: Final = word_list("heads.right_skip")


def bound_before(scene: Scene, head: HeadSpan) -> str | None:
    """Return the operator of a ``minimum`` or ``maximum`` before a head: ``minimum disc height of 5 mm``."""
    for position in scene.left(head.first, 3):
        cmp = scene.tokens[position].cmp
        if cmp is not None:
            return cmp.op if cmp.place == "both" else None
    return None
