"""The catalogue of criteria sets, indexed for finding their names in text and their rows by what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ..lexicons.matcher import PhraseIndex, is_exact_case
from ..lexicons.rows.criteria_sets import CriteriaSetRow, criteria_diseases, criteria_sets, organizations

AnchorKind = Literal["alias", "eponym", "organization"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name that may begin a mention: its kind and its key (alias in lower case, or the organisation's id)."""

    kind: AnchorKind
    key: str
    start: int = 0
    end: int = 0


class Catalogue:
    """Rows by alias, by eponym, by organisations, by family and by manual."""

    def __init__(self) -> None:
        self.rows = criteria_sets()
        self.by_alias: dict[str, list[CriteriaSetRow]] = defaultdict(list)
        self.by_eponym: dict[str, list[CriteriaSetRow]] = defaultdict(list)
        self.by_family: dict[str, list[CriteriaSetRow]] = defaultdict(list)
        self.by_manual: dict[str, list[CriteriaSetRow]] = defaultdict(list)
        self.by_body: dict[str, list[CriteriaSetRow]] = defaultdict(list)
        for row in self.rows.values():
            self._file(row)
        self.anchors: PhraseIndex[Anchor] = PhraseIndex(self._anchors())

    def _file(self, row: CriteriaSetRow) -> None:
        for alias in dict.fromkeys(map(str.lower, row.aliases)):
            self.by_alias[alias].append(row)
        for eponym in dict.fromkeys(map(str.lower, row.eponyms)):
            self.by_eponym[eponym].append(row)
        self.by_family[row.family].append(row)
        if row.part_of:
            self.by_manual[row.part_of].append(row)
        for body in row.organizations:
            self.by_body[root(body)].append(row)

    def _anchors(self) -> Iterator[tuple[str, Anchor]]:
        """Yield every name once; an alias goes before an organisation of the same name, and that before an eponym."""
        names: dict[str, tuple[str, Anchor]] = {}
        for row in self.rows.values():
            for alias in row.aliases:
                names.setdefault(_form(alias), (alias, Anchor("alias", alias.lower())))
        for body in organizations().values():
            for alias in (body.name, *body.aliases):
                names.setdefault(_form(alias), (alias, Anchor("organization", body.id)))
        for row in self.rows.values():
            for eponym in row.eponyms:
                names.setdefault(_form(eponym), (eponym, Anchor("eponym", eponym.lower())))
        yield from names.values()

    def published_by(self, bodies: Iterable[str]) -> list[CriteriaSetRow]:
        """Return the rows whose bodies are these or these among others (a renamed body counts as its successor)."""
        roots = {root(body) for body in bodies}
        if not roots:
            return []
        first = min(roots, key=lambda body: len(self.by_body[body]))
        return [row for row in self.by_body[first] if roots <= {root(body) for body in row.organizations}]


def _form(alias: str) -> str:
    return alias if is_exact_case(alias) else alias.lower()


def root(body: str) -> str:
    """Return the organisation that a body is now."""
    row = organizations().get(body)
    return row.now if row and row.now else body


@cache
def catalogue() -> Catalogue:
    """Return the catalogue, built once."""
    return Catalogue()


@cache
def disease_index() -> PhraseIndex[str]:
    """Return the index of disease words; the payload is the disease's name."""
    return PhraseIndex((alias, row.name) for row in criteria_diseases().values() for alias in (row.name, *row.aliases))


@cache
def broader(disease: str) -> tuple[str, ...]:
    """Return the diseases that hold this one, nearest first."""
    row = criteria_diseases().get(disease)
    return (row.parent, *broader(row.parent)) if row and row.parent else ()
