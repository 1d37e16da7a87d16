"""Find the noun phrase that names what a quantity measures, where no table knows it."""

from __future__ import annotations

from typing import Final

from .heads import HeadSpan
from .quantities import Quantity
from .scene import Scene
from .tokens import Token
from .words import word_list

_PHRASE_LEFT_WORDS: Final = word_list("heads.phrase_left")
_PHRASE_RIGHT_WORDS: Final = word_list("heads.phrase_right")
_IS_FILLER_WORDS: Final = word_list("heads.is_filler")
_EDGE: Final = word_list("heads.edge")
_FILLERS: Final = word_list("heads.fillers")
_NOT_NOUN: Final = word_list("heads.not_noun")
_SCORE_WORDS: Final = word_list("heads.score_words")


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


def _noun_before(scene: Scene, position: int, floor: int) -> bool:
    return (
        position - 1 >= floor
        and scene.clause[position - 1] == scene.clause[position]
        and _is_noun(scene.tokens[position - 1])
    )


def _is_filler(token: Token) -> bool:
    return token.text in _FILLERS and token.text not in _IS_FILLER_WORDS


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


def phrase_before(scene: Scene, head: HeadSpan) -> HeadSpan | None:
    """Return the noun phrase that a head ends (``physical status`` before ``class``), or None."""
    return phrase_left(scene, Quantity(head.first, head.first, head.first), 0)
