"""The requirement kinds of a criterion: a discriminated union on ``kind``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import Bound, Concept, Count, Evidence, Frozen, Number

Direction = Literal["before", "after", "during", "at_least", "within_next"]


class Window(Frozen):
    """A stretch of time that qualifies a requirement; units are singular (day, week, half-life ...)."""

    evidence: tuple[Evidence, ...] = ()
    text: str
    value: Number | None = None
    value_high: Number | None = None
    unit: str | None = None
    direction: Direction | None = None
    anchor: str | None = None
    inclusive: bool = True


class RequirementBase(Frozen):
    """What all kinds carry."""

    id: str
    kind: str
    evidence: tuple[Evidence, ...]
    negated: bool = False
    confidence: float | None = None
    extractor: str
    # One window, or several where the text joins them ("4 weeks or 5 half-lives").
    window: Window | tuple[Window, ...] | None = None
    condition: str | None = None
    exception: tuple[Requirement, ...] = ()


class AgeRequirement(RequirementBase):
    """An age range; ``high_unit`` only where the two ends differ in unit.

    ``standing`` is there where the age does not bound the population by itself: ``passing`` (named by a criterion about
    something else), ``refused`` (ages turned away), ``none`` (of others, of an event, or under which more is asked).
    """

    kind: Literal["age"] = "age"
    low: Bound | None = None
    high: Bound | None = None
    unit: str
    high_unit: str | None = None
    label: str | None = None
    standing: Literal["passing", "refused", "none"] | None = None


class SexRequirement(RequirementBase):
    """Who may take part, by sex."""

    kind: Literal["sex"] = "sex"
    value: Literal["all", "female", "male"]
    text: str


class Analyte(Frozen):
    """What is measured: as written, its table name and its LOINC code."""

    text: str
    name: str | None = None
    code: str | None = None


class MeasurementRequirement(RequirementBase):
    """A laboratory value, vital sign, size or other measured quantity."""

    kind: Literal["measurement"] = "measurement"
    analyte: Analyte
    low: Bound | None = None
    high: Bound | None = None
    unit: str | None = None
    unit_text: str | None = None
    relative_to: str | None = None
    factor: Number | None = None
    value_text: str | None = None


class Scale(Frozen):
    """A clinical score or scale: as written and its table name."""

    text: str
    name: str | None = None


class ScoreRequirement(RequirementBase):
    """A score, stage, grade or class."""

    kind: Literal["score"] = "score"
    scale: Scale
    low: Bound | None = None
    high: Bound | None = None
    values: tuple[str, ...] | None = None


class CountRequirement(RequirementBase):
    """How often something happened or how many there are."""

    kind: Literal["count"] = "count"
    event: str
    low: Bound | None = None
    high: Bound | None = None
    within: Window | None = None


class LifeExpectancyRequirement(RequirementBase):
    """An expected survival."""

    kind: Literal["life_expectancy"] = "life_expectancy"
    text: str
    low: Bound | None = None
    high: Bound | None = None
    unit: str | None = None


class EntityRequirement(RequirementBase):
    """A condition, procedure, device or observation."""

    kind: Literal["condition", "procedure", "device", "observation"]
    text: str
    concept: Concept | None = None
    qualifiers: tuple[str, ...] = ()
    status: Literal["current", "history", "none", "planned"] | None = None


class DrugRequirement(RequirementBase):
    """A drug, a class of drugs or a mechanism."""

    kind: Literal["drug"] = "drug"
    text: str
    name: str | None = None
    concept: Concept | None = None
    drug_class: str | None = Field(default=None, alias="class", serialization_alias="class")
    mechanism: str | None = None
    dose: str | None = None
    qualifiers: tuple[str, ...] = ()
    status: Literal["current", "prior", "naive", "allergy", "planned"] | None = None


class CriteriaSetRequirement(RequirementBase):
    """A reference to a named criteria set of the record's ``diagnostic_criteria``."""

    kind: Literal["diagnostic_criteria"] = "diagnostic_criteria"
    ref: str
    at_least: Count | None = None


class TextRequirement(RequirementBase):
    """A requirement of a known sort that is kept as its phrase."""

    kind: Literal["pregnancy", "consent", "language", "allergy", "other"]
    text: str
    qualifiers: tuple[str, ...] = ()
    status: Literal["current", "history", "none", "planned"] | None = None


Requirement = Annotated[
    AgeRequirement
    | SexRequirement
    | MeasurementRequirement
    | ScoreRequirement
    | CountRequirement
    | LifeExpectancyRequirement
    | EntityRequirement
    | DrugRequirement
    | CriteriaSetRequirement
    | TextRequirement,
    Field(discriminator="kind"),
]

for _model in RequirementBase.__subclasses__():
    _model.model_rebuild()
