"""eligex: structured, evidence-backed eligibility records from clinical-trial text.

import eligex
nlp = eligex.load()
record = eligex.extract("Inclusion criteria: age 18 to 70 years", nlp)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["EligibilityRecord", "Failure", "Trial", "__version__", "extract", "extract_many", "load"]

_HOMES = {
    "EligibilityRecord": "types",
    "Failure": "types",
    "Trial": "types",
    "extract": "api",
    "extract_many": "api",
    "load": "loading",
}

if TYPE_CHECKING:
    from .api import extract, extract_many
    from .loading import load
    from .types import EligibilityRecord, Failure, Trial


def __getattr__(name: str) -> Any:
    """Import the public names on first use: ``eligex --help`` must not wait for spaCy."""
    if name not in _HOMES:
        raise AttributeError(f"module 'eligex' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
