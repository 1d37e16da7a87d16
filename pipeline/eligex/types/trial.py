"""What a source yields: one trial as it stood in the input, or a failure."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from .base import Count, Frozen, Number

Sex = Literal["all", "female", "male"]


def _encodable(text: str) -> str:
    r"""Return text that UTF-8 can hold; a file name need not be text, its odd bytes become ``\udcff``."""
    return text.encode("utf-8", "backslashreplace").decode()


Encodable = Annotated[str, AfterValidator(_encodable)]


class AgeValue(Frozen):
    """An age bound as a registry field gives it."""

    value: Number
    unit: str


class RegistryAge(Frozen):
    """The registry's own age limits."""

    min: AgeValue | None = None
    max: AgeValue | None = None


class Study(Frozen):
    """The registry's own description of the study."""

    type: str | None = None
    status: str | None = None
    phase: str | None = None
    sponsor: str | None = None


class Enrollment(Frozen):
    """How many take part; ``groups`` where the registry counts arms."""

    count: Count
    type: Literal["estimated", "actual"] | None = None
    groups: Count | None = None


class SourceInfo(Frozen):
    """Where a trial came from; ``sha256`` is of the record's own bytes."""

    format: str
    uri: Encodable
    sha256: str


class Warning(Frozen):
    """Something a reader of the record should know, at a place in a field where there is one."""

    code: str
    message: str
    field: str | None = None
    start: int | None = None
    end: int | None = None


class Region(Frozen):
    """A stretch of a field that plays one role (title, summary, description, eligibility, conditions, ...)."""

    role: str
    field: str
    start: int
    end: int


class Trial(Frozen):
    """One registry record. ``fields`` hold the source text untouched; ``regions`` say what is where in it."""

    trial_id: str
    registry: str
    secondary_ids: tuple[str, ...] = ()
    fields: dict[str, str]
    regions: tuple[Region, ...]
    conditions: tuple[str, ...] = ()
    study: Study = Study()
    registry_age: RegistryAge | None = None
    registry_sex: Sex | None = None
    registry_volunteers: bool | None = None
    enrollment: Enrollment | None = None
    warnings: tuple[Warning, ...] = ()
    source: SourceInfo


class Failure(Frozen):
    """An input record that yields no eligibility record, and why."""

    trial_id: str | None = None
    uri: Encodable
    record: int | None = Field(default=None, description="1-based position in the input file")
    stage: Literal["read", "extract", "write"]
    error: str
    message: Encodable
    sha256: str | None = None
