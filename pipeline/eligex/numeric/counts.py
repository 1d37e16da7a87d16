"""Find what is counted: the noun behind a number (``at least 2 prior relapses``)."""

from __future__ import annotations

from .quantities import Quantity
from .scene import Scene

_LONGEST = 7
_ENDS = frozenset({"within", "in", "during", "prior", "before", "after", "since", "who", "that", "which", "with", "for", "to", "at", "on", "from", "and", "or", "is", "are", "was", "were", "must", "has", "have", "should", "will", "if", "unless", "except", "over", "by", "documented", "lasting", "despite", "within the", "as", "requiring", "confirmed", "but", "can", "may", "per", "not"})
_SKIP_FIRST = frozenset({"of", "the", "previous", "prior", "a", "(", "separate", "different", "following"})


def counted_noun(scene: Scene, quantity: Quantity, timed: bool = False) -> tuple[int, int] | None:
    """Return the tokens of the noun phrase behind a whole number, or None."""
    if quantity.values and not all(float(value).is_integer() for value in quantity.values):
        return None
    first = last = None
    for position in scene.right(quantity.last, _LONGEST):
        token = scene.tokens[position]
        if first is None and token.text in _SKIP_FIRST:
            continue
        if token.kind == "punct" and token.text not in ("-", "/", "'") or token.is_number or token.cmp or scene.owner[position] >= 0:
            break
        if token.text in _ENDS and not (first is None and token.text in ("prior",)):
            break
        if first is None and not token.text[0].isalpha():
            break
        first = position if first is None else first
        last = position
    if first is None or last is None:
        return None
    return first, last
