"""What every record model shares."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable model that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Frozen):
    """A stretch of source text: ``source_text(field)[start:end] == text``."""

    field: str
    start: int
    end: int
    text: str


class Bound(Frozen):
    """One end of a numeric range."""

    value: float | int
    inclusive: bool = True


class Concept(Frozen):
    """An entry of a vocabulary."""

    id: str
    name: str
    vocabulary: str
