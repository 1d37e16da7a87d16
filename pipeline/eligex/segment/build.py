"""The whole way from text to sections and numbered criteria."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import cast

from .blocks import read_blocks
from .model import Criterion, Heading, Logic, Piece, Section, Segmentation, SegmentWarning
from .nesting import nest
from .sections import RUNON, SIDES, decide_sections, find_leadins, mend_slips, set_modes
from .split import split_items
from .tables import inline_subheadings, logic_of, words

_LETTER = {"inclusion": "I", "exclusion": "E", "other": "O"}
_LOGIC_WINDOW = 200


def segment(text: str, default: Section | None = None) -> Segmentation:
    """Cut eligibility text into criteria with their sections, nesting and headings.

    ``default`` is the section of text before any heading, where the source already says it (a page's own
    "Inclusion criteria" field); without it the wording decides.
    """
    pieces = _join_connectives(text, read_blocks(text))
    find_leadins(text, pieces)
    slips = mend_slips(pieces)
    set_modes(text, pieces, default or "")
    pieces = _cut_items(text, pieces)
    items = [piece for piece in pieces if piece.kind == "item"]
    decide_sections(text, items)
    headings = tuple(
        Heading(text[p.start : p.end], _heading_section(p), p.start, p.end) for p in pieces if p.kind == "heading"
    )
    return Segmentation(_criteria(text, items), headings, (*_slip_warnings(slips), *_warnings(text, pieces, default)))


def _join_connectives(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Give a line that only says "OR" to the criterion before it, and make items without a word noise."""
    joined: list[Piece] = []
    for piece in pieces:
        body = text[piece.start : min(piece.end, piece.start + 40)].strip(" .:*-").lower()
        if piece.kind == "item" and body in words("connective") and joined and joined[-1].kind == "item":
            joined[-1].end = piece.end
            continue
        if piece.kind == "item" and not any(map(str.isalnum, text[piece.start : piece.end])):
            piece.kind, piece.heading = "noise", "an item without words"
        joined.append(piece)
    return joined


def _cut_items(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Cut the blocks under each heading into criteria and nest them."""
    found: list[Piece] = []
    heading = ""
    for is_items, run in groupby(pieces, lambda piece: piece.kind == "item"):
        group = list(run)
        if not is_items:
            heading = next((text[p.start : p.end] for p in reversed(group) if p.kind == "heading"), heading)
            found.extend(group)
            continue
        runon = group[0].section in RUNON
        items = split_items(text, group, runon, group[0].section == "packed")
        _name_headings(text, items, heading, runon)
        nest(text, items)
        found.extend(items)
    return found


def _name_headings(text: str, items: Sequence[Piece], heading: str, runon: bool) -> None:
    for item in items:
        if runon and (inner := inline_subheadings().match(text, item.start, item.end)):
            heading = inner[0]
        item.heading = heading


def _heading_section(piece: Piece) -> Section:
    return cast(Section, piece.section if piece.section in _LETTER else "other")


def _criteria(text: str, items: Sequence[Piece]) -> tuple[Criterion, ...]:
    numbers: Counter[str] = Counter()
    ids: dict[int, str] = {}
    parents = {id(item.parent) for item in items if item.parent is not None}
    endings: dict[int, list[str]] = {}
    for item in items:
        if item.parent is not None:
            endings.setdefault(id(item.parent), []).append(text[max(item.start, item.end - 6) : item.end])
    found = []
    for item in items:
        numbers[item.section] += 1
        ids[id(item)] = f"{_LETTER[item.section]}{numbers[item.section]}"
        body = text[item.start : item.end]
        found.append(
            Criterion(
                id=ids[id(item)],
                section=cast(Section, item.section),
                parent=ids[id(item.parent)] if item.parent is not None else None,
                level=item.level,
                label=item.label,
                start=item.start,
                end=item.end,
                full_start=item.full_start,
                heading=item.heading,
                logic_hint=_logic(body, endings[id(item)]) if id(item) in parents else None,
                text=body,
            )
        )
    return tuple(found)


def _logic(leadin: str, endings: Sequence[str]) -> Logic | None:
    """Return how a lead-in's children combine: by its wording, else by the word they end with."""
    if hint := logic_of(leadin[-_LOGIC_WINDOW:]):
        return cast(Logic, hint)
    last = {ending.rstrip(" .;,").lower().split()[-1] for ending in endings[:-1] if ending.rstrip(" .;,")}
    if ("or" in last) != ("and" in last):
        return "any" if "or" in last else "all"
    return None


def _slip_warnings(slips: Sequence[Piece]) -> Iterator[SegmentWarning]:
    for piece in slips:
        message = f"this heading contradicts the {piece.mode} heading above it, which was followed"
        yield SegmentWarning("heading-contradiction", message, piece.start, piece.end)


def _warnings(text: str, pieces: Sequence[Piece], default: Section | None) -> Iterator[SegmentWarning]:
    for piece in pieces:
        if piece.kind == "noise":
            code = "empty-item" if piece.heading == "an item without words" else "registry-text"
            yield SegmentWarning(code, piece.heading, piece.full_start, piece.end)
    yield from _empty_sections(text, pieces)
    items = [piece for piece in pieces if piece.kind == "item"]
    if default:
        if not items:
            yield SegmentWarning("section-empty", f"no {default} criterion is given")
    elif items and not any(piece.kind == "heading" and piece.mode in SIDES for piece in pieces):
        yield SegmentWarning("no-heading", "no inclusion or exclusion heading: the wording decided the sections")


def _empty_sections(text: str, pieces: Sequence[Piece]) -> Iterator[SegmentWarning]:
    """Warn of each inclusion or exclusion heading with no criterion before the next section or the end."""
    empty: Piece | None = None
    for piece in [*pieces, None]:
        opens = piece is not None and piece.kind == "heading" and piece.mode in SIDES
        if piece is not None and piece.kind == "item":
            empty = None
        elif piece is None or opens:
            if empty is not None and (piece is None or piece.mode != empty.mode):
                name = text[empty.start : empty.end]
                yield SegmentWarning("section-empty", f"nothing stands under {name!r}", empty.start, empty.end)
            empty = piece
