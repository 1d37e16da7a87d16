"""Offsets: trimming, and the bracketed stretches inside which nothing is split."""

from __future__ import annotations

import re
from bisect import bisect_right

_BRACKET = re.compile(r"[()\[\]]")
_LABEL_BEFORE = re.compile(r"(?:^|[\s;:,.])(?:\d{1,2}|[a-zA-Z]|[ivx]{2,4})$")
# An opening bracket whose partner is farther away than this was never closed.
_MAX_LENGTH = 600


def strip_back(text: str, start: int, end: int) -> int:
    """Return ``end`` moved back over white space."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def skip(text: str, start: int, end: int) -> int:
    """Return ``start`` moved on over white space."""
    while start < end and text[start].isspace():
        start += 1
    return start


def bracketed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the outermost bracketed stretches, in order; the bracket of a label ("a)") is none."""
    stack: list[int] = []
    found: list[tuple[int, int]] = []
    for match in _BRACKET.finditer(text, start, end):
        if match[0] in "([":
            stack.append(match.start())
            continue
        if not stack or (match[0] == ")" and _is_label(text, stack[-1], match.start())):
            continue
        opened = stack.pop()
        if match.end() - opened > _MAX_LENGTH:
            stack.clear()
            continue
        while found and found[-1][0] > opened:
            found.pop()
        found.append((opened, match.end()))
    return found


def inside(stretches: list[tuple[int, int]], position: int) -> bool:
    """Tell whether a position lies strictly inside one of the ordered stretches."""
    slot = bisect_right(stretches, (position, -1)) - 1
    return slot >= 0 and stretches[slot][0] < position < stretches[slot][1]


def _is_label(text: str, opened: int, closing: int) -> bool:
    """Tell the bracket of "1)" inside an open bracket from its closing one."""
    near = text[max(opened + 1, closing - 5) : closing]
    return closing - opened > 5 and bool(_LABEL_BEFORE.search(near)) and " " in near
