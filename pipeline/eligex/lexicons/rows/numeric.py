"""Rows of the number tables: analytes, scales, units and the ways units are written."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import Field

from ..loader import Flag, Items, OptionalFloat, OptionalText, Row, read_table

AnalyteKind = Literal["lab", "vital", "imaging", "function", "marker", "size", "dose", "gestational", "other"]
ScaleKind = Literal["score", "stage", "grade", "class"]


class AnalyteRow(Row):
    """A measured quantity with its LOINC name, spellings, default unit and physically possible range.

    ``low`` and ``high`` are in ``default_unit``. ``molar_mass`` is in g/mol and converts mass to substance (the
    analyte's own, or for a ratio to creatinine that of creatinine); ``valence`` converts equivalents to moles.
    ``usual_low`` and ``usual_high`` bound what a threshold can sensibly be, ``also`` lists further units in
    use, of other dimensions too; a number without a unit may be in any of them.
    ``context`` lists words of which one must be near an ambiguous alias.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str = Field(min_length=1)
    loinc: OptionalText = Field(default=None, pattern=r"^\d{1,6}-\d$")
    aliases: Items
    default_unit: str
    low: OptionalFloat = None
    high: OptionalFloat = None
    usual_low: OptionalFloat = None
    usual_high: OptionalFloat = None
    also: Items = ()
    dimension: str
    kind: AnalyteKind
    qualitative: Flag = False
    molar_mass: OptionalFloat = None
    valence: OptionalFloat = None
    context: Items = ()


class ScaleRow(Row):
    """A clinical score, stage, grade or class with its legal values.

    ``values`` lists ordinal values in order (lowest first); ``low``, ``high`` and ``step`` bound a numeric score.
    ``direction`` says what a higher value means (``worse``, ``better`` or nothing).
    ``context`` lists words of which one must be near an ambiguous alias.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str = Field(min_length=1)
    aliases: Items
    low: OptionalFloat = None
    high: OptionalFloat = None
    step: OptionalFloat = None
    values: Items = ()
    roman: Flag = False
    kind: ScaleKind
    direction: Literal["", "worse", "better"] = ""
    context: Items = ()


class UnitRow(Row):
    """A unit by its UCUM code; ``factor`` times a value gives the value in the base unit of its dimension.

    ``offset`` is added after the factor (temperatures only); ``log_of`` is the unit whose decimal logarithm it counts.
    """

    ucum: str = Field(min_length=1)
    name: str
    dimension: str
    factor: float = Field(gt=0)
    offset: float = 0.0
    log_of: OptionalText = None
    print_form: str = Field(min_length=1)


class UnitSpellingRow(Row):
    """One way a unit is written, and where it may stand.

    ``use``: ``any`` (alone or inside a compound), ``top`` (only before a slash), ``bottom`` (only after one),
    ``alone`` (a compound in itself), ``weak`` (as ``any``, but alone it is easily another word: "C", "m").
    ``inverse`` is a denominator with its negative exponent ("min-1"), ``suffix`` one without a slash ("daily").
    ``case`` asks for the exact case ("M" is not "m").
    """

    spelling: str = Field(min_length=1)
    ucum: str = Field(min_length=1)
    use: Literal["any", "top", "bottom", "alone", "weak", "inverse", "suffix"]
    case: Flag = False


@cache
def analytes() -> dict[str, AnalyteRow]:
    """Return the analytes by id."""
    return {row.id: row for row in read_table("analytes.csv", AnalyteRow)}


@cache
def scales() -> dict[str, ScaleRow]:
    """Return the scales by id."""
    return {row.id: row for row in read_table("scales.csv", ScaleRow)}


@cache
def units() -> dict[str, UnitRow]:
    """Return the units by UCUM code."""
    return {row.ucum: row for row in read_table("units.csv", UnitRow)}
