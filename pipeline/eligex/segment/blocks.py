"""Lines to blocks: headings, labelled items and paragraphs, with hard wraps undone."""

from __future__ import annotations

from .headings import Found, heading_at, inline_headings, may_be_heading
from .labels import LabelReader
from .lines import Line, continues, read_lines, wrap_width
from .model import Piece
from .spans import skip, strip_back
from .tables import noise_prefixes


def read_blocks(text: str) -> list[Piece]:
    """Return the text's headings, items and noise in order; every non-blank character is in one of them."""
    lines = read_lines(text)
    width = wrap_width(text, lines)
    reader = LabelReader()
    pieces: list[Piece] = []
    last: Line | None = None
    for line in lines:
        goes_on = last is not None and continues(text, last, line, width, bool(pieces[-1].style))
        opening = _opening(text, line, reader, goes_on)
        if opening:
            pieces.extend(opening)
        else:
            if pieces[-1].start >= pieces[-1].end:
                pieces[-1].start = line.start
            pieces[-1].end = line.end
        last = line if pieces[-1].kind != "heading" else None
    return [part for piece in pieces for part in _cut_headings(text, piece)]


def _opening(text: str, line: Line, reader: LabelReader, goes_on: bool) -> list[Piece]:
    """Return the pieces a line opens: headings, then an item; none if it goes on with the line before."""
    if message := _noise(text, line):
        return [Piece("noise", line.start, line.start, line.end, heading=message, gap=line.gap)]
    pieces: list[Piece] = []
    full = start = line.start
    may_head = not (goes_on and text[line.start].islower())
    while may_head and (found := _heading(text, start, line.end)):
        end = strip_back(text, full, min(found.end, line.end))
        pieces.append(Piece("heading", full, full, end, gap=line.gap, mode=found.mode, indent=line.indent))
        reader.reset()
        full = start = skip(text, found.end, line.end)
    if start >= line.end:
        return pieces
    label = reader.read(text, start, line.end, goes_on)
    if label is None:
        return pieces if goes_on and not pieces else [*pieces, _item(line, full, full)]
    item = _item(line, full, min(label.end, line.end))
    item.label, item.style, item.value = label.text, label.style, label.value
    return [*pieces, item]


def _heading(text: str, start: int, end: int) -> Found | None:
    """Return the section heading at the line's start, also behind a bullet or number."""
    if start >= end or not may_be_heading(text, start, end):
        return None
    if found := heading_at(text, start, end):
        return found
    label = LabelReader().read(text, start, end)
    return heading_at(text, label.end, end) if label and label.end < end else None


def _item(line: Line, full: int, start: int) -> Piece:
    return Piece("item", full, start, line.end, indent=line.indent, gap=line.gap)


def _cut_headings(text: str, piece: Piece) -> list[Piece]:
    """Cut the section headings out of the middle of a block."""
    if piece.kind != "item":
        return [piece]
    found = inline_headings(text, piece.start + 1, piece.end)
    if not found:
        return [piece]
    pieces, stop = [piece], piece.end
    for at, heading in found:
        pieces[-1].end = strip_back(text, pieces[-1].full_start, at)
        pieces[-1].start = min(pieces[-1].start, pieces[-1].end)
        pieces.append(Piece("heading", at, at, strip_back(text, at, heading.end), mode=heading.mode))
        start = skip(text, heading.end, stop)
        label = LabelReader().read(text, start, stop)
        body = Piece("item", start, label.end if label else start, stop, indent=piece.indent)
        if label:
            body.label, body.style, body.value = label.text, label.style, label.value
        pieces.append(body)
    return [part for part in pieces if part.end > part.full_start]


def _noise(text: str, line: Line) -> str:
    """Return what a line is that belongs to the registry's form, "" for any other."""
    return next((message for prefix, message in noise_prefixes() if text.startswith(prefix, line.start)), "")
