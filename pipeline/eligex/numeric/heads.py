"""Find what a quantity measures: a known analyte or scale, or the noun phrase beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .quantities import Quantity
from .scene import Scene
from .tokens import Head, Token
from .vocabulary import vocabulary
from .words import word_list

_PHRASE_LEFT_WORDS: Final = word_list("heads.phrase_left")
_PHRASE_RIGHT_WORDS: Final = word_list("heads.phrase_right")
_IS_FILLER_WORDS: Final = word_list("heads.is_filler")

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


def phrase_left(scene: Scene, quantity: Quantity, floor: int) -> HeadSpan | None:
    """Return the noun phrase before a quantity when no table knows it."""
    last = None
    first = None
    opened = False
    for position in scene.left(quantity.first):
        if position < floor:
            break
        token = scene.tokens[position]
        if last is None:
            if token.text in ("(", "[", ":", "-", "–", '"', "=") or (_is_filler(token)):
                opened = opened or token.text in ("(", "[")
                continue
            if token.text in (",", "and", "or", ")", "]") or not _is_noun(token):
                if token.text in ")]":
                    inside = _skip_brackets(scene, position, floor)
                    if inside is None:
                        return None
                    last = first = position
                    continue
                return None
            last = first = position
        elif (
            token.text in ")]"
            or _between_brackets(scene, position, last)
            or _is_noun(token)
            or (token.text in _PHRASE_LEFT_WORDS and _noun_before(scene, position, floor))
        ):
            first = position
        else:
            break
        if last - position > 8:
            break
    if first is None or last is None:
        return None
    while first < last and scene.tokens[first].text in _EDGE:
        first += 1
    if scene.tokens[first].text in _EDGE or not scene.tokens[first].text[0].isalnum():
        return None
    if not any(_names(scene.tokens[position]) for position in range(first, last + 1)):
        return None
    return HeadSpan(first, last, None, scene.words(first, last))


def _names(token: Token) -> bool:
    return token.text[0].isalpha() and "be" not in token.roles


def phrase_right(scene: Scene, quantity: Quantity) -> HeadSpan | None:
    """Return the noun phrase behind a quantity with a unit: ``≥ 1% of tumour cells``, ``>= 80% diary compliance``."""
    first = last = None
    for position in scene.right(quantity.last, 7):
        token = scene.tokens[position]
        if scene.owner[position] >= 0 or token.cmp or token.is_number:
            break
        if first is None and token.text in _PHRASE_RIGHT_WORDS:
            continue
        if not _is_noun(token) or "per" in token.roles or token.text in ("above", "below"):
            break
        first = position if first is None else first
        last = position
    return HeadSpan(first, last, None, scene.words(first, last)) if first is not None and last is not None else None


def up_to_age(scene: Scene, quantity: Quantity, head: HeadSpan) -> HeadSpan:
    """Let a phrase reach to the ``age`` before its number, which is what is bounded: ``diagnosed before age 35``.

    A bare number behind it counts years.
    """
    for position in range(head.last, quantity.number):
        if "age" in scene.tokens[position].text.split():
            quantity.time = quantity.time or ("year" if quantity.unit is None else None)
            return HeadSpan(head.first, position, None, scene.words(head.first, position))
    return head


def _between_brackets(scene: Scene, position: int, last: int) -> bool:
    texts = [scene.tokens[index].text for index in range(position, last + 1)]
    closed = texts.count(")") + texts.count("]")
    return closed > texts.count("(") + texts.count("[") or (texts[0] in "([" and closed > 0)


def _skip_brackets(scene: Scene, position: int, floor: int) -> int | None:
    while position >= floor:
        if scene.tokens[position].text in "([":
            return position
        position -= 1
    return None


_EDGE: Final = word_list("heads.edge")


def _noun_before(scene: Scene, position: int, floor: int) -> bool:
    return (
        position - 1 >= floor
        and scene.clause[position - 1] == scene.clause[position]
        and _is_noun(scene.tokens[position - 1])
    )


_FILLERS: Final = word_list("heads.fillers")


def _is_filler(token: Token) -> bool:
    return token.text in _FILLERS and token.text not in _IS_FILLER_WORDS


_NOT_NOUN: Final = word_list("heads.not_noun")


def _is_noun(token: Token) -> bool:
    return (
        token.kind in ("word", "id", "phrase")
        and token.text not in _NOT_NOUN
        and token.cmp is None
        and token.time is None
        and not token.is_number
        and "except" not in token.roles
        and not token.roles & {"if", "sex", "ref"}
    )


def is_score_like(text: str) -> bool:
    """Tell whether a phrase names a score rather than a quantity."""
    words = text.lower().replace("-", " ").split()
    return any(word in _SCORE_WORDS for word in words)


_SCORE_WORDS: Final = word_list("heads.score_words")


def bound_before(scene: Scene, head: HeadSpan) -> str | None:
    """Return the operator of a ``minimum`` or ``maximum`` before a head: ``minimum disc height of 5 mm``."""
    for position in scene.left(head.first, 3):
        cmp = scene.tokens[position].cmp
        if cmp is not None:
            return cmp.op if cmp.place == "both" else None
    return None


def phrase_before(scene: Scene, head: HeadSpan) -> HeadSpan | None:
    """Return the noun phrase that a head ends (``physical status`` before ``class``), or None."""
    return phrase_left(scene, Quantity(head.first, head.first, head.first), 0)
