"""What an extractor sees: one criterion (Unit), or the whole trial (DocumentView)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

Finding = dict[str, Any]
"""A plain dict: ``kind``, ``start``, ``end`` (offsets in the text it was found in) and the fields of its kind."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the trial as a whole."""

    title: str = ""
    conditions: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    """Short form to long form, as the trial's own text defines them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One criterion: normalised text, its place in the document and what governs it."""

    text: str
    start: int = 0
    id: str = "O1"
    section: str = "other"
    label: str = ""
    heading: str = ""
    parent: Unit | None = None
    context: Context = field(default_factory=Context)
    layers: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def end(self) -> int:
        """Offset behind the criterion in the document."""
        return self.start + len(self.text)

    def layer(self, name: str, build: Callable[[Unit], T]) -> T:
        """Return a layer that several extractors share, built on first use."""
        if name not in self.layers:
            self.layers[name] = build(self)
        return cast(T, self.layers[name])


@dataclass(frozen=True, slots=True)
class Passage:
    """A region of the document: its role (title, summary, eligibility, interventions.name ...) and text."""

    role: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class DocumentView:
    """The whole trial for extractors that read all fields; offsets of findings count in the document."""

    passages: tuple[Passage, ...]
    units: tuple[Unit, ...]
    context: Context
    layers: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def layer(self, name: str, build: Callable[[DocumentView], T]) -> T:
        """Return a layer that several extractors share, built on first use."""
        if name not in self.layers:
            self.layers[name] = build(self)
        return cast(T, self.layers[name])

    def unit_at(self, offset: int) -> Unit | None:
        """Return the criterion that holds a document offset."""
        return next((unit for unit in self.units if unit.start <= offset < unit.end), None)


class CriterionExtractor(Protocol):
    """Reads one criterion; ``version`` goes to the record's provenance."""

    version: str

    def __call__(self, unit: Unit) -> Iterator[Finding]: ...


class DocumentExtractor(Protocol):
    """Reads the whole trial."""

    version: str

    def __call__(self, view: DocumentView) -> Iterator[Finding]: ...
