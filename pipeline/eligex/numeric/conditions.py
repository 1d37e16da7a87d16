"""Find the condition under which a threshold holds: ``in men``, ``if liver metastases``."""

from __future__ import annotations

from .quantities import Quantity
from .scene import Scene

_LONGEST = 14
_ENDS = frozenset({")", "]", ";", "."})


def condition_of(scene: Scene, quantity: Quantity) -> str | None:
    """Return the condition behind (or a sex right before) a quantity, as written."""
    return _behind(scene, quantity) or _before(scene, quantity)


def _behind(scene: Scene, quantity: Quantity) -> str | None:
    for position in scene.right(quantity.last, 4):
        token = scene.tokens[position]
        if scene.owner[position] >= 0:
            return None
        if "sex" in token.roles and "if" not in token.roles:
            return scene.words(position, position)
        if "if" in token.roles:
            return _clause_from(scene, position)
        if token.text not in ("(", ",", "[", "only", "inclusive", ")") and "link" not in token.roles:
            return None
    return None


def _clause_from(scene: Scene, first: int) -> str | None:
    last = first
    for position in scene.right(first, _LONGEST):
        token = scene.tokens[position]
        if token.text in _ENDS or scene.owner[position] >= 0:
            break
        if token.text in (",", "or", "and") and _bound_follows(scene, position):
            break
        last = position
    return scene.words(first, last) if last > first else None


def _bound_follows(scene: Scene, position: int) -> bool:
    return any(scene.owner[index] >= 0 for index in range(position + 1, min(position + 3, len(scene.tokens))))


def _before(scene: Scene, quantity: Quantity) -> str | None:
    for position in scene.left(quantity.first, 3):
        token = scene.tokens[position]
        if scene.owner[position] >= 0:
            return None
        if "sex" in token.roles:
            return scene.words(position, position)
        if token.text not in (":", ",", "-", "–", "("):
            return None
    return None
