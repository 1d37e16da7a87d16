"""Read windows: how long, in which direction, counted from what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..unit import Finding
from .quantities import Quantity
from .scene import Scene
from .words import word_list

_ANCHOR_IS_STUDY_WORDS: Final = word_list("windows.anchor_is_study")
_POINTER_WORDS: Final = word_list("windows.pointer")
_POINTER_WORDS_2: Final = word_list("windows.pointer_2")
_ANCHOR_WORDS: Final = word_list("windows.anchor")
_PLANNED: Final = word_list("windows.planned")
_IS_RATE_WORDS: Final = word_list("windows.is_rate")
_IS_ADJECTIVE_WORDS: Final = word_list("windows.is_adjective")

_LONGEST_ANCHOR: Final = 6
_END: Final = word_list("windows.end")


def window_finding(scene: Scene, quantity: Quantity) -> Finding:
    """Write a time expression as a window."""
    left = _left(scene, quantity)
    right = _right(scene, quantity)
    first, cue = _lead(scene, quantity)
    direction, anchor, last = _direction(scene, quantity, cue, left, right)
    start, end = scene.span(first, max(last, quantity.last))
    value, high = _values(quantity)
    finding: Finding = {
        "kind": "window",
        "start": start,
        "end": end,
        "text": scene.text[start:end],
        "value": value,
        "unit": quantity.low_time or quantity.time,
        "direction": direction,
    }
    if anchor:
        finding["anchor"] = anchor
    if high is not None:
        finding["value_high"] = high
    if _exclusive(quantity):
        finding["inclusive"] = False
    return finding


def unnumbered_windows(scene: Scene) -> Iterator[Finding]:
    """Yield windows of one unit without a number: ``in the past year``, ``during the preceding month``."""
    for position, token in enumerate(scene.tokens[1:], start=1):
        lead = scene.tokens[position - 1]
        if token.time and scene.owner[position] < 0 and lead.roles & {"past", "next"} and not token.text.endswith("s"):
            if "age" in token.roles or scene.owner[position - 1] >= 0 or token.cmp:
                continue
            quantity = Quantity(position, position, position, values=[1], time=token.time, low_time=token.time)
            first = next((i for i in scene.left(position - 1, 2) if scene.tokens[i].roles & {"within"}), position - 1)
            finding = window_finding(scene, quantity)
            finding["start"] = min(finding["start"], scene.tokens[first].start)
            finding["text"] = scene.text[finding["start"] : finding["end"]]
            yield finding


def _values(quantity: Quantity) -> tuple[float | int, float | int | None]:
    if len(quantity.values) > 1:
        return quantity.values[0], quantity.values[-1]
    return quantity.values[0], None


def _exclusive(quantity: Quantity) -> bool:
    bound = quantity.low or quantity.high
    return bound is not None and not bound.inclusive


def _left(scene: Scene, quantity: Quantity) -> list[int]:
    return [i for i in scene.left(quantity.first, 5) if scene.owner[i] < 0]


def _right(scene: Scene, quantity: Quantity) -> list[int]:
    return list(scene.right(quantity.last, 8))


_LEAD_WORDS: Final = word_list("windows.lead_words")


def _lead(scene: Scene, quantity: Quantity) -> tuple[int, set[str]]:
    """Return the first token of the expression and the roles of what leads in (``within the past``)."""
    first, roles = quantity.first, set()
    if quantity.op == "within":
        roles.add("within")
    for position in scene.left(quantity.first, 4):
        token = scene.tokens[position]
        if scene.owner[position] >= 0 or (quantity.op == "within" and "next" in token.roles):
            break  # "any of the following within 6 weeks"
        if (
            token.text in _LEAD_WORDS
            or token.roles & {"past", "next", "within", "for"}
            or token.text in ("since", "after", "from")
        ):
            roles |= token.roles
            if token.text not in ("the", "a", "an", "of"):
                first = position
                roles.add(token.text)
            if token.roles & {"within", "for"}:
                break
        else:
            break
    return first, roles


def _direction(
    scene: Scene, quantity: Quantity, cue: set[str], left: list[int], right: list[int]
) -> tuple[str | None, str | None, int]:
    pointer = _pointer(scene, quantity, right)
    if pointer is not None:
        position, role = pointer
        anchor, last = _anchor(scene, position, role)
        if role == "before":
            return ("at_least" if "for" in cue and quantity.op in (">", ">=") else "before"), anchor, last
        if role == "after":
            return "after", anchor, last
        if role == "since":
            return ("after" if "within" in cue and not anchor_is_study(scene, position) else "before"), anchor, last
    last = quantity.last
    if right and "ago" in scene.tokens[right[0]].roles:
        return "before", None, right[0]
    if "next" in cue and "past" not in cue:
        return ("within_next"), None, last
    if "past" in cue or "since" in cue:
        return "before", None, last
    if "for" in cue or quantity.op in (">", ">=") or "history" in (scene.tokens[i].text for i in right[:3]):
        return ("at_least" if quantity.op in (">", ">=", None) else "during"), None, last
    if "within" in cue or quantity.op in ("<", "<="):
        return ("within_next" if _is_planned(scene, quantity) else "before"), None, last
    return "during", None, last


def _is_planned(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether what the time belongs to is yet to come: ``surgery planned within 6 months``."""
    return any(scene.tokens[position].text in _PLANNED for position in scene.left(quantity.first, 8))


def anchor_is_study(scene: Scene, position: int) -> bool:
    """Tell whether the tokens behind a pointer name a point of the study."""
    for index in scene.right(position, 4):
        anchor = scene.tokens[index].anchor
        if anchor:
            return anchor not in _ANCHOR_IS_STUDY_WORDS
    return False


_AFTER: Final = word_list("windows.after")
_SINCE: Final = word_list("windows.since")


def _pointer(scene: Scene, quantity: Quantity, right: list[int]) -> tuple[int, str] | None:
    """Return the token that points to the anchor (``prior to``, ``after``, ``since``) and its role."""
    depth = 0
    for position in right[:8]:
        token = scene.tokens[position]
        depth += (token.text in "([") - (token.text in ")]")
        if depth > 0:
            continue
        if scene.owner[position] >= 0 or token.is_number or position > quantity.last + 6:
            return None
        if token.text in _POINTER_WORDS or ("before" in token.roles and token.text not in ("until",)):
            return position, "before"
        if token.text in _AFTER:
            return position, "after"
        if token.text in _SINCE and (
            token.text != "of" or anchor_is_study(scene, position) or quantity.op in ("within", "<", "<=")
        ):
            return position, "since"
        if token.text in _POINTER_WORDS_2 or "history" in token.roles:
            continue
        return None
    return None


# What the table calls a start is meant as one only behind "before": "4 weeks after treatment" counts from its end.
_STARTS: Final = frozenset({"start of treatment", "study entry"})
_START_WORD: Final = re.compile(r"start|begin|initia|ent[er]|first|onset|commenc", re.IGNORECASE)


def _anchor(scene: Scene, pointer: int, role: str) -> tuple[str | None, int]:
    """Return the anchor's name (as written when no table knows it) and its last token."""
    if scene.tokens[pointer].text in ("earlier", "previously", "later", "thereafter", "afterwards"):
        return None, pointer
    words: list[int] = []
    for position in scene.right(pointer, 12):
        token = scene.tokens[position]
        if token.anchor and (role == "before" or token.anchor not in _STARTS or _START_WORD.search(token.text)):
            return token.anchor, position
        if (
            token.text in _END
            or token.is_number
            or scene.owner[position] >= 0
            or token.cmp
            or (len(words) >= _LONGEST_ANCHOR)
        ):
            break
        if words or token.text not in _ANCHOR_WORDS:
            words.append(position)
    if not words:
        return None, pointer
    return scene.words(words[0], words[-1]), words[-1]


def is_rate(scene: Scene, quantity: Quantity) -> int | None:
    """Return the last token of an amount per time (``20 hours per week``, ``150 minutes of walking a week``)."""
    for position in scene.right(quantity.last, 4):
        token = scene.tokens[position]
        if " per " in token.text:
            return position
        if token.text in _IS_RATE_WORDS and position + 1 < len(scene.tokens):
            if scene.tokens[position + 1].time:
                return position + 1
            if token.text in ("per", "/"):
                return None
        elif (
            token.kind == "punct"
            or token.is_number
            or (token.roles & {"before", "after", "ago", "past"} - {"of"} and token.text != "of")
        ):
            return None
    return None


def share_anchor(first: Finding, second: Finding) -> None:
    """Give two times that ``or`` joins one direction and anchor (``within 4 weeks or 5 half-lives before dosing``)."""
    if second.get("anchor") and not first.get("anchor"):
        first["anchor"], first["direction"] = second["anchor"], second["direction"]
    elif second["direction"] == "during":
        second["direction"] = first["direction"]
        if first.get("anchor"):
            second["anchor"] = first["anchor"]


def is_schedule(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a time is an interval of a schedule (``every 4 weeks``)."""
    for position in scene.left(quantity.first, 2):
        token = scene.tokens[position]
        return token.text in ("every", "each", "q")
    return False


_ADJECTIVE_HEADS: Final = word_list("windows.adjective_heads")


def is_adjective(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a hyphenated time names something (``6-minute walk``, ``24-hour urine``)."""
    number = scene.tokens[quantity.number]
    if quantity.bounded or scene.text[number.end : number.end + 1] not in ("-", "–", "‐"):
        return False
    lead = [scene.tokens[i] for i in scene.left(quantity.first, 3)]
    if any(token.roles & {"past", "next", "for"} or token.text in _IS_ADJECTIVE_WORDS for token in lead):
        return False
    following = [scene.tokens[i] for i in scene.right(quantity.last, 1)]
    return bool(following) and following[0].text not in _ADJECTIVE_HEADS
