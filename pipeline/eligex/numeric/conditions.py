"""Find the condition under which a threshold holds: ``in men``, ``if liver metastases``."""

from __future__ import annotations

from .quantities import Quantity
from .scene import Scene

_LONGEST = 14
_ENDS = frozenset({")", "]", ";", "."})


def condition_of(scene: Scene, quantity: Quantity, head: int) -> str | None:
    """Return the condition behind a quantity, or a sex right before it or its head (a token), as written."""
    before_head = _before(scene, head) if head >= 0 and head < quantity.first else None
    return before_head or _behind(scene, quantity) or _before(scene, quantity.first)


def _behind(scene: Scene, quantity: Quantity) -> str | None:
    for position in scene.right(quantity.last, 4):
        token = scene.tokens[position]
        if scene.owner[position] >= 0:
            return None
        if "sex" in token.roles and "if" not in token.roles:
            return None if _opens_next(scene, position) else scene.words(position, position)
        if "if" in token.roles:
            return _clause_from(scene, position)
        if token.text not in ("(", ",", "[", "only", "inclusive", ")") and "link" not in token.roles:
            return None
    return None


def _opens_next(scene: Scene, position: int) -> bool:
    """Tell whether a sex behind a comma belongs to what follows (``> 450 ms, female QTc > 470 ms``)."""
    if scene.tokens[position - 1].text != ",":
        return False
    following = scene.tokens[position + 1 : position + 3]
    return any(token.heads or token.cmp or token.is_number or token.text == ":" for token in following)


def _clause_from(scene: Scene, first: int) -> str | None:
    last = first
    for position in scene.right(first, _LONGEST):
        token = scene.tokens[position]
        if token.text in _ENDS or scene.owner[position] >= 0:
            break
        if token.text in (",", "or", "and") and _bound_follows(scene, position):
            break
        last = position
    if last == first:
        return None
    words = scene.words(first, last)
    # A bracket that the end of the clause leaves open says something else.
    return words[: words.rindex("(")].rstrip() if words.count("(") > words.count(")") else words


def _bound_follows(scene: Scene, position: int) -> bool:
    return any(scene.owner[index] >= 0 for index in range(position + 1, min(position + 3, len(scene.tokens))))


def _before(scene: Scene, first: int) -> str | None:
    for position in scene.left(first, 3):
        token = scene.tokens[position]
        if scene.owner[position] >= 0:
            return None
        if "sex" in token.roles:
            return scene.words(position, position)
        if token.text not in (":", ",", "-", "–", "("):
            return None
    return None
