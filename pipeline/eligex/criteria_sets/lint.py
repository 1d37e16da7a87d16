"""Checks of the catalogue of criteria sets for ``eligex check``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from ..lexicons.check import lint
from ..lexicons.loader import read_table
from ..lexicons.rows.criteria_sets import (
    CriteriaDiseaseRow,
    CriteriaSetRow,
    CriteriaWordRow,
    OrganizationRow,
)

_SETS = "criteria_sets.csv"


@lint("criteria_sets")
def lint_criteria_sets() -> list[str]:
    """Return what is wrong: ids and names twice, unknown bodies and diseases, broken or circular successions."""
    rows = read_table(_SETS, CriteriaSetRow)
    return [
        *_ids(rows),
        *_references(rows),
        *_successions(rows),
        *_aliases(rows),
        *_editions(rows),
        *_unreachable(rows),
        *_others(),
    ]


def _ids(rows: tuple[CriteriaSetRow, ...]) -> Iterator[str]:
    lines: dict[str, int] = {}
    for row in rows:
        first = lines.setdefault(row.id, row.line)
        if first != row.line:
            yield f"{_SETS}:{row.line}: id {row.id!r} stands in line {first} already"


def _references(rows: tuple[CriteriaSetRow, ...]) -> Iterator[str]:
    bodies = {row.id for row in read_table("organizations.csv", OrganizationRow)}
    diseases = {row.name for row in read_table("criteria_diseases.csv", CriteriaDiseaseRow)}
    ids = {row.id for row in rows}
    for row in rows:
        for body in row.organizations:
            if body not in bodies:
                yield f"{_SETS}:{row.line}: organisation {body!r} is not in organizations.csv"
        if row.disease and row.disease not in diseases:
            yield f"{_SETS}:{row.line}: disease {row.disease!r} is not in criteria_diseases.csv"
        for other in (row.supersedes, row.part_of):
            if other and other not in ids:
                yield f"{_SETS}:{row.line}: no set {other!r}"


def _successions(rows: tuple[CriteriaSetRow, ...]) -> Iterator[str]:
    by_id = {row.id: row for row in rows}
    for row in rows:
        seen, earlier = {row.id}, by_id.get(row.supersedes or "")
        if earlier and row.year and earlier.year and earlier.year > row.year:
            yield f"{_SETS}:{row.line}: supersedes {earlier.id!r} of a later year"
        while earlier:
            if earlier.id in seen:
                yield f"{_SETS}:{row.line}: supersedes itself through {earlier.id!r}"
                break
            seen.add(earlier.id)
            earlier = by_id.get(earlier.supersedes or "")


def _aliases(rows: tuple[CriteriaSetRow, ...]) -> Iterator[str]:
    """An alias may name several families only when their diseases tell them apart."""
    families: dict[str, dict[str, CriteriaSetRow]] = defaultdict(dict)
    for row in rows:
        for alias in (*row.aliases, *row.eponyms):
            families[alias.lower()].setdefault(row.family, row)
            if len(alias) < 3 and row.kind != "grading" and not row.needs_disease:
                yield f"{_SETS}:{row.line}: alias {alias!r} is too short to stand without its disease"
    for alias, found in families.items():
        diseases = Counter(row.disease for row in found.values())
        for row in found.values():
            if diseases[row.disease] > 1 and len({(r.kind, r.organizations) for r in found.values()}) < len(found):
                yield f"{_SETS}:{row.line}: alias {alias!r} names two sets of {row.disease}"


def _editions(rows: tuple[CriteriaSetRow, ...]) -> Iterator[str]:
    families: dict[str, list[CriteriaSetRow]] = defaultdict(list)
    for row in rows:
        families[row.family].append(row)
    for members in families.values():
        if sum(row.default_edition for row in members) > 1:
            yield f"{_SETS}:{members[0].line}: family {members[0].family!r} has two default editions"
        if sum(row.year is None for row in members) > 1:
            yield f"{_SETS}:{members[0].line}: family {members[0].family!r} has two rows without a year"


def _unreachable(rows: tuple[CriteriaSetRow, ...]) -> Iterator[str]:
    """A row must be found by a body, a name, its manual or an edition beside it."""
    named = {row.family for row in rows if row.aliases or row.eponyms or row.organizations}
    for row in rows:
        if row.family not in named and not row.part_of:
            yield f"{_SETS}:{row.line}: nothing in a text can lead to {row.id!r}"


def _others() -> Iterator[str]:
    bodies = read_table("organizations.csv", OrganizationRow)
    diseases = read_table("criteria_diseases.csv", CriteriaDiseaseRow)
    words = [(row.phrase, row.role) for row in read_table("criteria_words.csv", CriteriaWordRow)]
    names = {row.id for row in bodies}
    for body in bodies:
        if body.now and body.now not in names:
            yield f"organizations.csv:{body.line}: no organisation {body.now!r}"
    known = {row.name for row in diseases}
    for disease in diseases:
        if disease.parent and disease.parent not in known:
            yield f"criteria_diseases.csv:{disease.line}: no disease {disease.parent!r}"
    tables = (
        ("organizations.csv", [row.id for row in bodies]),
        ("criteria_diseases.csv", [row.name for row in diseases]),
        ("criteria_words.csv", [f"{phrase} ({role})" for phrase, role in words]),
    )
    for table, keys in tables:
        yield from (f"{table}: {key!r} stands twice" for key, count in Counter(keys).items() if count > 1)
