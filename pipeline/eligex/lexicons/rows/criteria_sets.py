"""Rows of the catalogue of named criteria sets and of the tables its mentions are read with."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from ..loader import Flag, Items, OptionalInt, OptionalText, Row, read_table

SetKind = Literal["diagnostic", "classification", "staging", "response", "grading", "definition"]
WordRole = Literal[
    "kind",
    "stem",
    "stage",
    "guideline",
    "forum",
    "instrument",
    "modifier",
    "numeral",
    "response",
    "staging",
    "generic",
    "unnamed",
    "break",
    "cue",
    "author",
    "link",
]
Years = Annotated[tuple[int, ...], BeforeValidator(lambda cell: cell.split("|") if cell else ())]


class CriteriaSetRow(Row):
    """One edition of a named criteria set, or (no year) the set as such when its editions differ.

    ``aliases`` name the set on their own, ``eponyms`` only beside a word such as "criteria". Editions of one set share
    ``family``; ``default_edition`` marks the one meant when no year is given. ``part_of`` is the manual (DSM, ICHD ...)
    a disease's criteria stand in. ``needs_disease`` rows have a name so common that the disease must be spoken of.
    ``other_years`` are years by which the same edition is cited (meeting, publication).
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    name: str = Field(min_length=3)
    organizations: Items
    year: OptionalInt = Field(default=None, ge=1920, le=2030)
    other_years: Years = ()
    version: OptionalText = None
    disease: OptionalText = None
    kind: SetKind
    aliases: Items
    eponyms: Items
    family: str = Field(min_length=2)
    part_of: OptionalText = None
    default_edition: Flag = False
    needs_disease: Flag = False
    supersedes: OptionalText = None
    reference: OptionalText = None


class OrganizationRow(Row):
    """A body that publishes criteria; ``now`` is the body it became; ``joined`` ones count only beside another."""

    id: str = Field(min_length=2)
    name: str = Field(min_length=3)
    aliases: Items
    now: OptionalText = None
    joined: Flag = False


class CriteriaDiseaseRow(Row):
    """A disease as criteria sets name it, with the words that show it is meant, and its broader disease.

    A ``setting`` (adverse events, performance status) tells sets apart but is not the disease of an unknown one.
    """

    name: str = Field(min_length=2)
    aliases: Items
    parent: OptionalText = None
    setting: Flag = False


class CriteriaWordRow(Row):
    """A word or phrase of the grammar: its role and, where the role has one, its value."""

    phrase: str = Field(min_length=1)
    role: WordRole
    value: str = ""


@cache
def criteria_sets() -> dict[str, CriteriaSetRow]:
    """Return the catalogue by id."""
    return {row.id: row for row in read_table("criteria_sets.csv", CriteriaSetRow)}


@cache
def organizations() -> dict[str, OrganizationRow]:
    """Return the organisations by id."""
    return {row.id: row for row in read_table("organizations.csv", OrganizationRow)}


@cache
def criteria_diseases() -> dict[str, CriteriaDiseaseRow]:
    """Return the diseases of the catalogue by name."""
    return {row.name: row for row in read_table("criteria_diseases.csv", CriteriaDiseaseRow)}


@cache
def criteria_words(role: WordRole) -> dict[str, str]:
    """Return the phrases of a role with their values."""
    return {row.phrase: row.value for row in read_table("criteria_words.csv", CriteriaWordRow) if row.role == role}
