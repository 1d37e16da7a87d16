"""Edits to a text, and the way back from the edited text to the original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

Edit = tuple[int, int, str]
"""Source start, source end, replacement; a replacement never stands for an empty stretch."""


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """A monotone map from an edited text to its source, linear between the edits."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    source_starts: tuple[int, ...]
    source_ends: tuple[int, ...]

    def start(self, offset: int) -> int:
        """Return where the source of the character at ``offset`` starts."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0:
            return offset
        if offset < self.ends[index]:
            return self.source_starts[index]
        return self.source_ends[index] + offset - self.ends[index]

    def end(self, offset: int) -> int:
        """Return where the source of the character before ``offset`` ends."""
        last = offset - 1
        index = bisect_right(self.starts, last) - 1
        if index < 0:
            return offset
        if last < self.ends[index]:
            return self.source_ends[index]
        return self.source_ends[index] + offset - self.ends[index]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of a span of the edited text; an empty span stays empty."""
        source_start = self.start(start)
        return source_start, self.end(end) if end > start else source_start


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """Return the edited text and its map; edits come sorted and do not overlap."""
    parts: list[str] = []
    rows: list[tuple[int, int, int, int]] = []
    position = length = 0
    for start, end, replacement in edits:
        parts += (text[position:start], replacement)
        length += start - position
        rows.append((length, length + len(replacement), start, end))
        length += len(replacement)
        position = end
    parts.append(text[position:])
    columns = tuple(zip(*rows, strict=True)) or ((), (), (), ())
    return "".join(parts), OffsetMap(*columns)
