"""Blocks to criteria: lists and requirements inside one paragraph are cut apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .inline import Mark, bullets, enumeration, semicolon_starts, sentence_starts
from .leadins import announces
from .model import Piece
from .polarity import is_wordless, worded_section
from .runon import opens_requirement, runon_starts
from .spans import skip, strip_back
from .tables import words

_MAX_DEPTH = 3
_STATING_WINDOW, _EXCEPTIVE_WINDOW = 200, 60
# The number of an item in a list whose first number was lost.
_NUMBER = re.compile(r"\(?\d{1,2}[.)]\s*(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Manner:
    """How paragraphs may be cut: ``alone`` (nothing else under the heading), ``runon`` (old cancer layout), ``packed``

    (list items of that layout too).
    """

    alone: bool = False
    runon: bool = False
    packed: bool = False


def split_items(text: str, items: Sequence[Piece], runon: bool, packed: bool) -> list[Piece]:
    """Return the criteria in the blocks under one heading."""
    found: list[Piece] = []
    for at, item in enumerate(items):
        after = items[at + 1] if at + 1 < len(items) else None
        counted = after is not None and after.style == item.style and after.value == item.value + 1
        found.extend(_split(text, item, Manner(len(items) == 1, runon, packed), counted, 0))
    return found


def _split(text: str, item: Piece, manner: Manner, counted: bool, depth: int) -> list[Piece]:
    if depth < _MAX_DEPTH:
        found = enumeration(text, item.start, item.end, item.style, 0 if counted else item.value)
        found = found or bullets(text, item.start, item.end, item.style)
        found = _worded(text, found, item.end)
        if found:
            return _listed(text, item, found, manner, depth)
    if item.inner is None and manner.runon and (parts := _run_parts(text, item, manner.packed)):
        return parts
    if manner.alone and not item.value and depth == 0:
        starts = semicolon_starts(text, item.start, item.end)
        if len(starts) <= 2:
            starts = starts[:1] if item.style else sentence_starts(text, item.start, item.end)
        return _parts(text, item, starts)
    return [item]


def _run_parts(text: str, item: Piece, packed: bool) -> list[Piece]:
    """Cut a run-on paragraph; a list item only where it plainly holds two requirements, else return none."""
    starts = runon_starts(text, item.start, item.end)
    if item.style and not packed:
        starts = starts[:1] + [start for start in starts[1:] if _states(text, start, item.end)]
        if len(starts) == 1:
            return []
    return _adopt(text, _parts(text, item, starts))


def _states(text: str, start: int, end: int) -> bool:
    """Tell whether a requirement that decides its own section begins here ("... stroke Not pregnant")."""
    near = text[start : min(end, start + _STATING_WINDOW)]
    return opens_requirement(near, "starts") and worded_section(near) is not None


def _worded(text: str, found: Sequence[Mark], end: int) -> list[Mark]:
    """Drop labels with no word behind them."""
    stops = [*(mark.start for mark in found[1:]), end]
    return [m for m, stop in zip(found, stops, strict=False) if any(map(str.isalnum, text[m.end : stop]))]


def _listed(text: str, item: Piece, found: Sequence[Mark], manner: Manner, depth: int) -> list[Piece]:
    """Cut an item at inline labels; text before the first is their lead-in, or the item they go on from."""
    stops = [*(mark.start for mark in found[1:]), item.end]
    head = replace(item, end=strip_back(text, item.start, found[0].start))
    has_head = head.end > head.start
    parts: list[Piece] = []
    if has_head:
        parts = [head] if announces(text[head.start : head.end]) else _split(text, head, Manner(), True, depth + 1)
    opens = found[0].value <= 1 and (found[0].style != item.style or announces(text[head.start : head.end]))
    outer = parts[-1] if parts and opens else item.inner
    for mark, stop in zip(found, stops, strict=True):
        start = skip(text, mark.end, stop)
        full = mark.start if has_head or mark is not found[0] else item.full_start
        body_end = max(strip_back(text, start, stop), strip_back(text, full, stop))
        piece = replace(item, full_start=full, start=start, end=body_end, style=mark.style, value=mark.value)
        piece.label = text[full:start].strip()
        piece.gap = item.gap and mark is found[0]
        piece.inner = outer
        parts.extend(_split(text, piece, Manner(), True, depth + 1))
    return parts


def _parts(text: str, item: Piece, starts: Sequence[int]) -> list[Piece]:
    """Cut an item at offsets; a part without words stays with the one before."""
    kept = [starts[0]]
    stops = [*starts[1:], item.end]
    for start, stop in zip(starts[1:], stops[1:], strict=True):
        if not is_wordless(text[start : min(stop, start + 60)]):
            kept.append(start)
    parts = []
    for start, stop in zip(kept, [*kept[1:], item.end], strict=True):
        part = replace(item, start=start, end=strip_back(text, start, stop))
        part.full_start = item.full_start if start == kept[0] else start
        part.gap = item.gap and start == kept[0]
        part.label = item.label if start == kept[0] else ""
        if start > kept[0] and (number := _NUMBER.match(text, start, part.end)):
            part.label, part.start = number[0].strip(), number.end()
        parts.append(part)
    return parts


def _adopt(text: str, parts: list[Piece]) -> list[Piece]:
    """Hang what follows "The following are excluded:" in a run-on paragraph under it, up to the next requirement.

    The parts of such a list do not repeat that they are excluded or allowed. What an exclusion excepts stays in it.
    """
    kept: list[Piece] = []
    leadin: Piece | None = None
    is_first = excepts = False
    for part in parts:
        body = text[part.start : part.end]
        if leadin and ((opens_requirement(body) and not is_first) or worded_section(body) is not None):
            leadin = None
        is_first = False
        if leadin is not None and excepts:
            leadin.end = part.end
            continue
        part.inner = leadin
        kept.append(part)
        if announces(body):
            leadin = part if worded_section(body) in ("exclusion", "other") else None
            is_first, excepts = True, _excepts(body)
    return kept


def _excepts(leadin: str) -> bool:
    """Tell whether a lead-in sets exceptions up ("No malignancy except:", "... except the following:")."""
    return not words("exceptive").isdisjoint(leadin[-_EXCEPTIVE_WINDOW:].lower().rstrip(": ").split()[-4:])
