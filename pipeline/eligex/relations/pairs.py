"""Which entities may be related: pairs within a line, in text order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Entity = tuple[str, int, int]
"""Label, start and end in the text."""


@dataclass(slots=True)
class Line:
    """A line of a text and the entities that start in it; offsets are the line's own, ``places`` the text's order."""

    text: str
    entities: list[Entity]
    places: list[int]


def lines_of(text: str, entities: Sequence[Entity]) -> Iterator[Line]:
    """Yield the lines that hold at least two entities, entities by start, longer ones first."""
    order = sorted(range(len(entities)), key=lambda i: (entities[i][1], -entities[i][2], entities[i][0]))
    start, at = 0, 0
    for raw in text.split("\n"):
        end = start + len(raw)
        own = []
        while at < len(order) and entities[order[at]][1] <= end:
            own.append(order[at])
            at += 1
        if len(own) > 1:
            shifted = [(entities[i][0], entities[i][1] - start, min(entities[i][2], end) - start) for i in own]
            yield Line(raw, shifted, own)
        start = end + 1


def pairs_of(line: Line, known: frozenset[tuple[str, str]]) -> list[tuple[int, int]]:
    """Return the pairs, first before second in the line's order, whose types are known to be related at all."""
    labels = [label for label, _, _ in line.entities]
    return [(i, j) for j in range(1, len(labels)) for i in range(j) if (labels[i], labels[j]) in known]
