"""Whole records of studies written for the purpose: a golden file says "changed", never "wrong".

Refresh with ``pytest tests/test_golden.py --force-regen`` and review the diff like code.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_regressions.data_regression import DataRegressionFixture

from eligex.invariants import violations
from eligex.pipeline import Pipeline
from eligex.sources import open_trials
from eligex.types import Trial

HERE = Path(__file__).parent / "golden"
INPUTS = sorted((HERE / "inputs").iterdir())


@pytest.fixture
def original_datadir() -> Path:
    return HERE


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_record(path: Path, nlp: Pipeline, data_regression: DataRegressionFixture) -> None:
    (trial,) = open_trials([path])
    assert isinstance(trial, Trial)
    record = nlp.extract(trial).to_json()
    assert violations(trial, record) == []
    for volatile in ("provenance", "source"):
        del record[volatile]
    data_regression.check(record, basename=path.stem)
