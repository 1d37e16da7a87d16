"""Tell of every number that ended in no requirement why it did not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ..unit import Unit
from .layer import numeric_layer
from .quantities import Quantity
from .scene import Scene, read_scene
from .tokens import Token

UNEXPLAINED: Final = "unexplained"
_KINDS: Final = {"date": "date", "id": "part of a name", "ord": "ordinal"}
_LABELS: Final = {
    "schedule": "interval of a schedule",
    "rate": "amount per time without a bound",
    "restated": "says the value before again",
    "date": "calendar year",
    "scale": "extent of a scale",
    "stage": "stage or type of a disease",
    "enumeration": "names things",
    "logic": "one of several alternatives",
    "condition": "condition of another threshold",
    "total": "total that a count is out of",
    "multiple": "multiple of something that is no limit",
    "tolerance": "spread around the number before",
    "conversion": "one unit in terms of another",
    "group": "heading of a group of ages",
    "other_age": "age of somebody else or at an event",
}


@dataclass(frozen=True, slots=True)
class Unread:
    """A number at ``text[start:end]`` of a criterion, and why no requirement holds it."""

    start: int
    end: int
    text: str
    reason: str


def unread_numbers(unit: Unit, covered: Iterable[tuple[int, int]] = ()) -> list[Unread]:
    """Return the numbers in figures of a criterion that no finding and no ``covered`` span holds, with reasons."""
    layer = numeric_layer(unit)
    spans = [*covered, *((finding["start"], finding["end"]) for finding in layer.findings)]
    scene = read_scene(unit)
    labels = {(start, end): label for start, end, label in layer.labels}
    found = []
    for position, token in enumerate(scene.tokens):
        if not any(char.isdigit() for char in token.text) or _within(token, spans):
            continue
        reason = _reason(scene, position, labels)
        found.append(Unread(token.start, token.end, unit.text[token.start : token.end], reason))
    return found


def _within(token: Token, spans: list[tuple[int, int]]) -> bool:
    return any(start <= token.start < end for start, end in spans)


def _reason(scene: Scene, position: int, labels: dict[tuple[int, int], str]) -> str:
    token = scene.tokens[position]
    if token.kind in _KINDS:
        return _KINDS[token.kind]
    if token.heads or token.anchor or token.kind == "phrase":
        return "part of a name"
    owner = scene.owner[position]
    if owner < 0:
        return _label_reason(scene, position)
    quantity = scene.quantities[owner]
    label = labels.get(scene.span(quantity.first, quantity.last), "")
    return _LABELS.get(label) or _bare_reason(scene, quantity)


def _label_reason(scene: Scene, position: int) -> str:
    before = scene.tokens[position - 1] if position else None
    if before is None:
        return "label of a list"
    if before.text in ("/", "per"):
        return "part of a unit"
    if "label" in before.roles or before.text in ("=", "n"):
        return "names things"
    after = scene.text[scene.tokens[position].end : scene.tokens[position].end + 1]
    return "part of a name" if after.isalpha() or before.text in ("-", ".") else "label of a list"


def _bare_reason(scene: Scene, quantity: Quantity) -> str:
    before = scene.tokens[quantity.first - 1] if quantity.first else None
    after = scene.tokens[quantity.last + 1] if quantity.last + 1 < len(scene.tokens) else None
    if quantity.bounded and quantity.op != "=":
        return UNEXPLAINED
    if quantity.unit:
        return "amount without a bound"
    if (
        after is not None
        and after.text in (")", ".", ":")
        and (before is None or before.text in ("(", ")", ";", ",", ".", ":", "and", "or"))
    ):
        return "label of a list"
    if before is not None and (
        before.kind == "id" or before.text in ("-", "–", "#", "no", "(") or before.text[:1].isalpha()
    ):
        return (
            "names things"
            if before.kind != "word" or after is None or not after.text[:1].isalpha()
            else "number of things without a bound"
        )
    if after is not None and after.text[:1].isalpha():
        return "number of things without a bound"
    return UNEXPLAINED
