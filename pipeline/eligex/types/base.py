"""What every record model shares."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_INT64 = 1 << 63


def _portable(value: float | int) -> float | int:
    """Return a number that JSON and databases can hold: whole numbers beyond 64 bits as floats, none infinite."""
    if isinstance(value, int) and not -_INT64 <= value < _INT64:
        value = float(value) if abs(value) < 1 << 1000 else math.inf
    if not math.isfinite(value):
        raise ValueError("a number beyond all bounds")
    return value


Number = Annotated[float | int, AfterValidator(_portable)]
Count = Annotated[int, Field(lt=_INT64)]


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

    value: Number
    inclusive: bool = True


class Concept(Frozen):
    """An entry of a vocabulary."""

    id: str
    name: str
    vocabulary: str
