"""Entities and relations of annotated texts, by the protocol of ``eligex evaluate relations``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from ..evaluate.brat import Brat, read_brat
from ..evaluate.entities import TYPES
from .pairs import Entity

Relation = tuple[str, int, int]
"""Type, and the places of head and tail in the list of entities."""

CORPORA = ("chia", "lct")
OR = "OR"
_CHIA_STRAY = frozenset({"multi", "v-AND", "causal"})
# LCT's fine layer: the parts of a comparison and the bare names inside an entity.
_LCT_FINE = ("-Name", "-Type", "-Role", "Eq-Value", "Eq-Unit", "Eq-Operator", "Code")
_LCT_FINE_START = "Eq-Temporal"


@dataclass(slots=True)
class Annotated:
    """A text with its entities and the relations between them; ``lost`` counts relations the protocol leaves out."""

    name: str
    text: str
    entities: list[Entity]
    relations: set[Relation] = field(default_factory=set)
    lost: int = 0

    @property
    def trial(self) -> str:
        """The trial that the text belongs to: the file's name before ``_``."""
        return self.name.split("_")[0]


def read_relations(folder: Path, corpus: str) -> Iterator[Annotated]:
    """Yield the annotated texts of a corpus fold; offsets fit only when line ends stay as they are."""
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        brat = read_brat(path)
        pairs = chia_pairs(brat, _groups(path)) if corpus == "chia" else lct_pairs(brat)
        names = [name for name, (label, _, _) in brat.texts.items() if _is_entity(label, corpus)]
        hulls = {name: brat.hull(name) for name in names}
        ordered = sorted(names, key=lambda name: (hulls[name][1], -hulls[name][2], hulls[name][0]))
        place = {name: i for i, name in enumerate(ordered)}
        found = Annotated(path.stem, text, [hulls[name] for name in ordered])
        for kind, head, tail in pairs:
            if head in place and tail in place and head != tail:
                found.relations.add(undirected((kind, place[head], place[tail])))
            else:
                found.lost += 1
        yield found


def undirected(relation: Relation) -> Relation:
    """Return a relation as gold has it: Chia's alternatives in text order, others as they are."""
    kind, head, tail = relation
    return (kind, min(head, tail), max(head, tail)) if kind == OR else relation


def chia_pairs(brat: Brat, groups: list[list[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield Chia's relations between annotation ids; a group of alternatives gives all its pairs."""
    for kind, one, other in brat.relations:
        if kind not in _CHIA_STRAY:
            yield kind, one, other
    for group in groups:
        for one, other in combinations(group, 2):
            yield OR, one, other


def lct_pairs(brat: Brat) -> Iterator[tuple[str, str, str]]:
    """Yield LCT's relations and event arguments between triggers; an entity's bare name stands for the entity."""
    named = {
        target: trigger for _, trigger, parts in brat.events.values() for role, target in parts if _role(role) == "Name"
    }

    def trigger(name: str) -> str:
        own = brat.events[name][1] if name in brat.events else name
        return named.get(own, own)

    for kind, one, other in brat.relations:
        yield kind, trigger(one), trigger(other)
    for _, own, parts in brat.events.values():
        for role, target in parts:
            if target in brat.events or not _fine(brat, target) or _role(role) == "Modifies":
                yield _role(role), own, trigger(target)


def _groups(path: Path) -> list[list[str]]:
    lines = (line.rstrip("\r") for line in path.read_bytes().decode("utf-8").split("\n"))
    bodies = (line.split("\t")[1].split() for line in lines if line.startswith("*\t"))
    return [body[1:] for body in bodies if body[0] == OR]


def _is_entity(label: str, corpus: str) -> bool:
    return label in TYPES if corpus == "chia" else not _is_fine(label)


def _fine(brat: Brat, name: str) -> bool:
    return name not in brat.texts or _is_fine(brat.texts[name][0])


def _is_fine(label: str) -> bool:
    return label.endswith(_LCT_FINE) or label.startswith(_LCT_FINE_START)


def _role(name: str) -> str:
    return name.rstrip("0123456789")
