"""Find what is counted: the noun behind a number (``at least 2 prior relapses``)."""

from __future__ import annotations

from .quantities import Quantity
from .scene import Scene
from .tokens import Token
from .words import word_list

_LONGEST = 7
_ENDS = word_list("counts.ends")
_SKIP_FIRST = word_list("counts.skip_first")
_FRACTIONS = word_list("counts.fractions")


def counted_noun(scene: Scene, quantity: Quantity) -> tuple[int, int] | None:
    """Return the tokens of the noun phrase behind a whole number, or None."""
    if quantity.values and not all(float(value).is_integer() for value in quantity.values):
        return None
    if quantity.number < quantity.last and scene.tokens[quantity.number + 1].text == "+":
        return None
    first = last = None
    start = _past_total(scene, quantity.last)
    for position in scene.right(start, _LONGEST):
        token = scene.tokens[position]
        if first is None and token.text in _SKIP_FIRST:
            continue
        if (
            (token.kind == "punct" and token.text not in ("-", "/", "'"))
            or token.is_number
            or token.cmp
            or scene.owner[position] >= 0
        ):
            break
        if first is None and token.text in ("which", "whom"):
            return _rest(scene, position)
        if (("be" in token.roles and token.text != "to") or token.text in _ENDS) and not (
            first is None and token.text in ("prior",)
        ):
            break
        if first is None and not token.text[0].isalpha():
            break
        first = position if first is None else first
        last = position
    if first is None or last is None or scene.tokens[first].text in _FRACTIONS:
        return None
    return first, _to_noun(scene, first, last)


def _to_noun(scene: Scene, first: int, last: int) -> int:
    """Go on over a joint from a lone adjective to the noun: ``two moderate or severe exacerbations``."""
    joint = last + 1
    if first < last or scene.tokens[last].text.endswith("s") or joint + 1 >= len(scene.tokens):
        return last
    if scene.tokens[joint].text not in ("or", ",", "and", "and/or"):
        return last
    for position in scene.right(joint, 4):
        token = scene.tokens[position]
        if token.text == "prior":
            continue
        if token.kind == "punct" or token.is_number or token.cmp or token.text in _ENDS or "be" in token.roles:
            return last
        if token.text.endswith("s"):
            return position
    return last


def _past_total(scene: Scene, last: int) -> int:
    """Skip ``of the 11`` in ``4 of the 11 criteria``, ``out of 28`` in ``20 out of 28 days``."""
    for step in range(1, 4):
        position = last + step
        if position >= len(scene.tokens):
            return last
        token = scene.tokens[position]
        if token.is_number and step > 1 and scene.tokens[last + 1].text.startswith(("of", "out")):
            return position
        if token.text not in ("of", "out of", "the", "of the", "following"):
            return last
    return last


def _rest(scene: Scene, first: int) -> tuple[int, int]:
    last = first
    for position in scene.right(first, 10):
        if scene.tokens[position].kind == "punct":
            break
        last = position
    return first, last


def is_lead_in(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether ``one of the following`` only says that one alternative must hold."""
    following = [scene.tokens[i].text for i in scene.right(quantity.last, 4)]
    return (
        quantity.values == [1]
        and following[:1] in (["of"], ["of the"])
        and ("following" in following or "these" in following or "below" in following)
    )


def is_choice(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a number chooses among alternatives: ``any two of the following``."""
    following = [scene.tokens[i] for i in scene.right(quantity.last, 4)]
    chosen = (
        len(following) > 1
        and following[0].text in ("of", "of the")
        and any(t.text in ("following", "these", "criteria") or t.is_number for t in following[1:])
    )
    if quantity.unit or quantity.time or quantity.values[0] <= 1:
        return False
    if chosen and any(token.text in ("following", "these") for token in following):
        return True
    return quantity.op is None and (chosen or _is_required(following))


def _is_required(following: list[Token]) -> bool:
    """Tell whether the table says that a bare number of these things is the least (``two forms of contraception``)."""
    return any("bare_count" in token.roles for token in following[:3])


def chosen_from(scene: Scene, quantity: Quantity) -> tuple[int, int]:
    """Return the tokens of what a choice is made from when no noun is named: ``of the following``."""
    positions = list(scene.right(quantity.last, 3))
    last = next((i for i in positions if "following" in scene.tokens[i].text), positions[0])
    return quantity.last + 1, last
