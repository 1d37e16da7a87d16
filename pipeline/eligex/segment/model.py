"""What segmentation returns, and the pieces it works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Section = Literal["inclusion", "exclusion", "other"]
Logic = Literal["any", "all"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: ``text`` is ``source[start:end]``; ``full_start`` stands before its label or bullet."""

    id: str
    section: Section
    parent: str | None
    level: int
    label: str
    start: int
    end: int
    full_start: int
    heading: str
    logic_hint: Logic | None
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``section`` is the one that holds under it."""

    text: str
    section: Section
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SegmentWarning:
    """What a reader of the segmentation should know; offsets where a place can be named."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Segmentation:
    """Criteria, headings and warnings of one text, each in order of the text."""

    criteria: tuple[Criterion, ...] = ()
    headings: tuple[Heading, ...] = ()
    warnings: tuple[SegmentWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A list label; ``style`` is its shape (``(1)``, ``a.``, ``-``), ``value`` its number in the list (0: a bullet)."""

    text: str
    style: str
    value: int
    end: int


@dataclass(slots=True)
class Piece:
    """A stretch of text on its way to a criterion, a heading or a warning.

    ``gap``: an empty line stands before it. ``mode`` is what a heading sets: a section, ``eligibility`` (wording
    decides) or nothing (a sub-heading). ``inner`` points to the piece whose list this one was cut from.
    """

    kind: Literal["item", "heading", "noise"]
    full_start: int
    start: int
    end: int
    label: str = ""
    style: str = ""
    value: int = 0
    indent: int = 0
    gap: bool = False
    mode: str = ""
    inner: Piece | None = None
    heading: str = ""
    section: str = ""
    parent: Piece | None = field(default=None, repr=False)
    level: int = 1
