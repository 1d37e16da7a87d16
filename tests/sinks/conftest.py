"""Records to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligex.pipeline import Pipeline
from eligex.sources import open_trials
from eligex.types import EligibilityRecord, Failure

GOLDEN = Path(__file__).parent.parent / "golden" / "inputs"


@pytest.fixture(scope="session")
def items(nlp: Pipeline) -> list[EligibilityRecord | Failure]:
    """The golden studies' records and one failure."""
    records = list(nlp.extract_many(open_trials(sorted(GOLDEN.iterdir()))))
    return [
        *records,
        Failure(uri="dump.zip", record=7, stage="read", error="ValueError", message="'; DROP TABLE trials"),
    ]
