"""Rows of the tables behind mechanism extraction: words that act on a target, and the words around them."""

from __future__ import annotations

from typing import Literal

from ..loader import Flag, Items, Row

Role = Literal[
    "agent", "analog", "finite", "past", "ing", "nominal", "relation", "suffix", "prefix", "antibody", "adverb",
]  # fmt: skip


class ActionRow(Row):
    """Word forms that say what a drug does to a target, and the prepositions that lead to the target.

    A ``!`` before the prepositions asks for one of them: "joins to A", but not "joins A".
    """

    forms: Items
    role: Role
    action: str
    prepositions: Items


class WordRow(Row):
    """A category of words that steers the reading of a mechanism sentence."""

    category: str
    words: Items


class TargetSpellingRow(Row):
    """A spelling of target names and the one the target table uses; both are parts of lower-case names."""

    written: str
    meant: str


class DrugShapeRow(Row):
    """A regular expression for names that only a drug has: development codes, radiolabels, receptor fusions."""

    name: str
    pattern: str
    certain: Flag
    example: str
