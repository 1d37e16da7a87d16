"""Find the margin that a file's layout puts before every line of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .offsets import Edit

_FILLED = re.compile(r"^([ \t]*)\S.*$", re.MULTILINE)
_SMALLEST = 2
"""Characters; a single space before every line is a writer's way, not a layout's."""


def margin_edits(text: str) -> list[Edit]:
    """Return the edits that take the margin away: what all filled lines, two or more, are indented by."""
    starts = [match.span(1) for match in _FILLED.finditer(text)]
    margin = min((end - start for start, end in starts), default=0)
    return list(_cut(text, margin)) if margin >= _SMALLEST and len(starts) > 1 else []


def _cut(text: str, margin: int) -> Iterator[Edit]:
    for match in re.finditer(rf"^[ \t]{{1,{margin}}}", text, re.MULTILINE):
        yield match.start(), match.end(), ""
