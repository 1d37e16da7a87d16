"""What a vocabulary gives: concepts with their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["condition", "drug", "procedure", "measurement", "other"]
GROUPS: tuple[Group, ...] = ("other", "condition", "drug", "procedure", "measurement")


@dataclass(frozen=True, slots=True)
class Concept:
    """An entry of a vocabulary; ``near`` lets a misspelt mention find it."""

    id: str
    name: str
    vocabulary: str
    group: Group
    aliases: tuple[str, ...] = ()
    near: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A source of concepts, as the built knowledge base names it."""

    name: str
    version: str
    concepts: tuple[Concept, ...]
