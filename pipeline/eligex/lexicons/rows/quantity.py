"""Rows of the tables that numbers are read with: comparators, number words, time units, cues and counted events."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from ..loader import Items, Row

Op = Literal[">=", ">", "<=", "<", "=", "~", "+-", "><", "within"]

CueRole = Literal[
    "after", "age", "age_event", "ago", "and", "at", "be", "before", "every", "except", "for", "history", "if", "label",
    "life", "link", "next", "not", "not_age", "notself", "or", "past", "per", "person", "polarity_ab", "polarity_de",
    "polarity_el", "polarity_neg", "polarity_normal", "polarity_pos", "range", "ref", "sex", "times", "within",
]  # fmt: skip


class ComparatorRow(Row):
    """A way to write a bound; ``place`` says on which side of the number it stands (``><`` opens a range)."""

    phrase: str = Field(min_length=1)
    op: Op
    place: Literal["prefix", "suffix", "both"]


class NumberWordRow(Row):
    """A number written as a word."""

    phrase: str = Field(min_length=1)
    value: float


class TimeUnitRow(Row):
    """A unit of time with its spellings; ``unit`` is the singular used in records."""

    unit: Literal["second", "minute", "hour", "day", "week", "month", "year", "half-life"]
    aliases: Items


class CueRow(Row):
    """A word or phrase that tells what a number near it is about."""

    phrase: str = Field(min_length=1)
    roles: Annotated[tuple[CueRole, ...], BeforeValidator(lambda cell: tuple(cell.split("|")))]
    value: str = ""


class AnchorRow(Row):
    """A point of the study that windows count from; ``name`` is its standard name."""

    name: str
    aliases: Items


class EventRow(Row):
    """Something that is counted (relapses, prior therapies, lesions).

    ``bare`` says how a number without a comparator is read: as the least (``two forms of contraception``), or not.
    """

    event: str
    aliases: Items
    bare: Literal["", "low"] = ""


class WordListRow(Row):
    """The words (lower case) that one rule of ``eligex.numeric`` looks at; ``list`` is ``<module>.<rule>``."""

    list: str = Field(pattern=r"^[a-z_]+\.[a-z_0-9]+$")
    words: Items
