"""Frozen models that cross the borders between stages."""

from __future__ import annotations

from .base import Bound, Concept, Evidence, Frozen
from .record import EligibilityRecord
from .requirements import Requirement, Window
from .trial import (
    AgeValue,
    Enrollment,
    Failure,
    Region,
    RegistryAge,
    SourceInfo,
    Study,
    Trial,
    Warning,
)

__all__ = [
    "AgeValue",
    "Bound",
    "Concept",
    "EligibilityRecord",
    "Enrollment",
    "Evidence",
    "Failure",
    "Frozen",
    "Region",
    "RegistryAge",
    "Requirement",
    "SourceInfo",
    "Study",
    "Trial",
    "Warning",
    "Window",
]
