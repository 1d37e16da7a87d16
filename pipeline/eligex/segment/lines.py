"""Physical lines, and the logical lines they make once hard wraps are undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from .tables import words

# Registries that wrap do so between 70 and 100 columns.
_MIN_WIDTH, _MAX_WIDTH = 60, 115
_STOPS = ".;:!?"
# "a)" or "12)" at a line's start is a label.
_LABEL_WIDTH = 3
_SIGNS = "≥≤<>="


@dataclass(frozen=True, slots=True)
class Line:
    """A line by offsets of its first character and behind its last; ``gap``: an empty line stands before it."""

    start: int
    end: int
    indent: int
    gap: bool


def read_lines(text: str) -> list[Line]:
    """Return the lines that hold anything."""
    lines: list[Line] = []
    offset, gap = 0, False
    for raw in text.splitlines(keepends=True):
        body = raw.strip()
        if not body:
            gap = True
        else:
            lead = len(raw) - len(raw.lstrip())
            start = offset + lead
            lines.append(Line(start, start + len(body), len(raw[:lead].expandtabs(4)), gap))
            gap = False
        offset += len(raw)
    return _restore_margin(text, lines)


def _restore_margin(text: str, lines: list[Line]) -> list[Line]:
    """Give the first line the indent that trimming the text took from it, where the other bullets show it."""
    if len(lines) > 1 and not lines[0].indent and not text[lines[0].start].isalpha():
        lead = text[lines[0].start]
        alike = [line.indent for line in lines[1:] if text[line.start] == lead or (lead + text[line.start]).isdigit()]
        if alike and min(alike) > 0:
            lines[0] = replace(lines[0], indent=min(alike))
    return lines


def wrap_width(text: str, lines: list[Line]) -> int:
    """Return the column at which the text was hard-wrapped, 0 if it was not.

    A wrapped line is one the next line's first word would not have fitted on; most followed lines must be so.
    """
    width = max((line.indent + line.end - line.start for line in lines), default=0)
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return 0
    full = followed = soft = 0
    for line, after in pairwise(lines):
        if after.gap or not (text[after.start].isalnum() or text[after.start] in "(<>≥≤=\"'["):
            continue
        followed += 1
        filled = fills(text, line, after, width)
        full += filled
        soft += filled and (not text[after.start].isupper() or after.indent > 0)
    spaced = full == followed and sum(line.gap for line in lines) >= 3
    return width if followed and full >= 0.6 * followed and (full >= 3 or soft or spaced) else 0


def fills(text: str, line: Line, after: Line, width: int) -> bool:
    """Tell whether the first word of ``after`` would have gone beyond the width on ``line``."""
    word = after.start
    while word < after.end and not text[word].isspace() and word - after.start < width:
        word += 1
    return line.indent + line.end - line.start + 1 + word - after.start > width


def continues(text: str, line: Line, after: Line, width: int, labelled: bool) -> bool:
    """Tell whether ``after`` (no label, no heading) goes on with the sentence of ``line``."""
    small, open_end = text[after.start].islower(), text[line.end - 1] not in _STOPS
    if after.indent > 0 and open_end and text[after.start] in _SIGNS:
        return True
    if open_end and not after.gap and (text[after.start] in ";," or _is_number(text, after)):
        return True
    if after.gap:
        return small and after.indent > 0 and _dangles(text, line)
    if (width and fills(text, line, after, width)) or _dangles(text, line) or _closes_bracket(text, line, after):
        return True
    goes_on = small or (labelled and text[after.start] in _SIGNS)
    return goes_on and open_end and (labelled or after.indent > line.indent)


def _is_number(text: str, line: Line) -> bool:
    return text[line.start : line.end].strip(" .").isdigit()


def _closes_bracket(text: str, line: Line, after: Line) -> bool:
    """Tell whether ``after`` soon closes the bracket that ``line`` leaves open."""
    closing = text.find(")", after.start, min(after.end, after.start + 60))
    if closing < 0 or "(" in text[after.start : closing] or closing - after.start < _LABEL_WIDTH:
        return False
    return text.rfind("(", line.start, line.end) > text.rfind(")", line.start, line.end)


def _dangles(text: str, line: Line) -> bool:
    tail = text[max(line.start, line.end - 40) : line.end]
    last = tail.split()[-1].lower() if tail.split() else ""
    hyphened = len(last) > 2 and last[-1] == "-" and last[-2].isalpha()
    return hyphened or last in words("dangling")
