"""Read brat stand-off annotations."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

Argument = tuple[str, str]


@dataclass
class Brat:
    """The annotations of one file, by their ids.

    ``texts``: label, spans, text; ``events``: type, trigger, arguments; ``attributes``: value by (target, name);
    ``relations``: type and its two ends.
    """

    texts: dict[str, tuple[str, list[tuple[int, int]], str]] = field(default_factory=dict)
    events: dict[str, tuple[str, str, list[Argument]]] = field(default_factory=dict)
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)

    def hull(self, name: str) -> tuple[str, int, int]:
        """Return the label of a text annotation, and the least stretch of text that holds all its spans."""
        label, spans, _ = self.texts[name]
        return label, min(start for start, _ in spans), max(end for _, end in spans)


def read_brat(path: Path) -> Brat:
    """Return the annotations of an ``.ann`` file."""
    found = Brat()
    for raw in path.read_bytes().decode("utf-8").split("\n"):
        line = raw.rstrip("\r")
        if line:
            _read_line(found, line)
    return found


def _read_line(found: Brat, line: str) -> None:
    if line[0] == "T":
        name, place, text = line.split("\t", 2)
        label, offsets = place.split(" ", 1)
        spans = [(int(start), int(end)) for start, end in (part.split() for part in offsets.split(";"))]
        found.texts[name] = (label, spans, text)
    elif line[0] == "E":
        name, body = line.split("\t")[:2]
        parts = [(role, target) for role, _, target in (part.partition(":") for part in body.split() if ":" in part)]
        found.events[name] = (parts[0][0], parts[0][1], parts[1:])
    elif line[0] == "A":
        words = line.split("\t")[1].split()
        if len(words) > 2:
            found.attributes[words[1], words[0]] = words[2]
    elif line[0] == "R":
        kind, one, other = line.split("\t")[1].split()[:3]
        found.relations.append((kind, one.split(":")[1], other.split(":")[1]))
