"""The output: one eligibility record a trial."""

from __future__ import annotations

from typing import Any, Literal

from .base import Bound, Concept, Count, Evidence, Frozen
from .requirements import Requirement
from .trial import Enrollment, RegistryAge, Sex, SourceInfo, Study

SCHEMA_VERSION = "1.0"

Section = Literal["inclusion", "exclusion", "other"]
Origin = Literal["text", "registry"]


class AgeBound(Bound):
    """One end of the participants' age range."""

    unit: str
    source: Origin
    evidence: tuple[Evidence, ...] = ()


class AgeGroup(Frozen):
    """The age range of one cohort or sex."""

    label: str
    min: AgeBound | None = None
    max: AgeBound | None = None


class Age(Frozen):
    """The overall envelope, and the groups where the text tells several apart."""

    min: AgeBound | None = None
    max: AgeBound | None = None
    groups: tuple[AgeGroup, ...] = ()


class SexValue(Frozen):
    """The sex of the participants."""

    value: Sex
    source: Origin
    evidence: tuple[Evidence, ...] = ()


class Volunteers(Frozen):
    """Whether healthy volunteers are accepted."""

    value: bool
    source: Origin
    evidence: tuple[Evidence, ...] = ()


class Population(Frozen):
    """Who may take part."""

    age: Age = Age()
    registry_age: RegistryAge | None = None
    sex: SexValue | None = None
    healthy_volunteers: Volunteers | None = None
    enrollment: Enrollment | None = None


class Condition(Frozen):
    """A condition under study."""

    text: str
    concept: Concept | None = None
    evidence: tuple[Evidence, ...] = ()


class CriteriaSet(Frozen):
    """A named diagnostic, classification, staging, response or grading set."""

    id: str
    name: str
    organizations: tuple[str, ...] = ()
    year: Count | None = None
    version: str | None = None
    disease: str | None = None
    kind: Literal["diagnostic", "classification", "staging", "response", "grading", "definition"] | None = None
    role: Literal["inclusion", "exclusion", "mention"]
    resolved: bool
    at_least: Count | None = None
    candidates: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...]


class Target(Frozen):
    """A molecular target; ``symbol`` is an HGNC symbol (several for a family, joined by ``symbols``)."""

    text: str
    symbol: str | None = None
    symbols: tuple[str, ...] = ()
    name: str | None = None


class Mechanism(Frozen):
    """What a drug does to a target, and whether the text or a table says so."""

    action: str
    target: Target
    source: Literal["text", "table", "stem"]
    evidence: tuple[Evidence, ...] = ()


class Drug(Frozen):
    """A drug named in the record."""

    text: str
    name: str
    concept: Concept | None = None
    role: str | None = None
    classes: tuple[str, ...] = ()
    modality: str | None = None
    composition: str | None = None
    mechanisms: tuple[Mechanism, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Logic(Frozen):
    """How requirements or sub-criteria combine; ``of`` holds their ids."""

    op: Literal["and", "or"]
    of: tuple[str, ...]


class Entity(Frozen):
    """An entity a model found; offsets count in the field its evidence names."""

    label: str
    text: str
    start: int
    end: int
    negated: bool = False
    concept: Concept | None = None
    confidence: float | None = None


class Criterion(Frozen):
    """One criterion as written, with what was read from it."""

    id: str
    section: Section
    parent: str | None = None
    level: int = 1
    label: str = ""
    text: str
    evidence: tuple[Evidence, ...]
    logic: Logic | None = None
    entities: tuple[Entity, ...] = ()
    requirements: tuple[Requirement, ...] = ()


class Heading(Frozen):
    """A heading of the eligibility text and the section it opens."""

    text: str
    section: Section
    evidence: tuple[Evidence, ...]


class Discrepancy(Frozen):
    """A registry field and the free text that disagree."""

    field: str
    text: str
    registry: str
    severity: Literal["error", "warning", "info"]
    evidence: tuple[Evidence, ...] = ()


class RecordWarning(Frozen):
    """Something a reader of the record should know."""

    code: str
    message: str
    evidence: tuple[Evidence, ...] = ()


class Provenance(Frozen):
    """What made the record."""

    eligex: str
    config: str
    config_sha256: str
    model: str | None = None
    vocabulary: str | None = None
    """The vocabulary that concepts come from; two builds of it differ in this."""
    extractors: dict[str, str]


class EligibilityRecord(Frozen):
    """One trial's eligibility, every fact with its evidence."""

    schema_version: str = SCHEMA_VERSION
    trial_id: str
    registry: str
    secondary_ids: tuple[str, ...] = ()
    title: str | None = None
    conditions: tuple[Condition, ...] = ()
    study: Study = Study()
    population: Population = Population()
    diagnostic_criteria: tuple[CriteriaSet, ...] = ()
    drugs: tuple[Drug, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    headings: tuple[Heading, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    warnings: tuple[RecordWarning, ...] = ()
    source: SourceInfo
    provenance: Provenance

    def to_json(self) -> dict[str, Any]:
        """Return the record as ``record.md`` fixes it: plain JSON types, absent values left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)
