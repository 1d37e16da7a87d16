"""Memory does not grow with the number of records."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from eligex.sources import open_trials

STUDIES = 1500
PEAK = 5_000_000
"""Bytes; the samples hold some 7 MB."""


def study(number: int) -> str:
    text = 'Inclusion Criteria:\n\n* {braces} and "quotes" \\> 3\n' + "* a criterion of some length\n" * 150
    protocol = {
        "identificationModule": {"nctId": f"NCT{number:08d}"},
        "eligibilityModule": {"eligibilityCriteria": text},
    }
    return json.dumps({"protocolSection": protocol})


def row(number: int) -> str:
    return f'NCT{number:08d},"Inclusion:\n' + "a criterion of some length\n" * 150 + '"'


def xml(number: int) -> str:
    criteria = "a criterion of some length\n" * 150
    return (
        f"<clinical_study><id_info><nct_id>NCT{number:08d}</nct_id></id_info><eligibility><criteria><textblock>{criteria}"
        "</textblock></criteria></eligibility></clinical_study>"
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", lambda: '{"studies": [' + ",".join(map(study, range(STUDIES))) + "]}"),
        ("a.jsonl", lambda: "\n".join(map(study, range(STUDIES)))),
        ("a.csv", lambda: "nct_id,criteria\n" + "\n".join(map(row, range(STUDIES)))),
        ("a.xml", lambda: "<search_results>" + "".join(map(xml, range(STUDIES))) + "</search_results>"),
    ],
)
def test_flat_memory(tmp_path: Path, name: str, content: Callable[[], str]) -> None:
    path = tmp_path / f"{name}.gz"
    path.write_bytes(gzip.compress(content().encode(), 1))
    tracemalloc.start()
    try:
        count = sum(1 for _ in open_trials([path]))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == STUDIES
    assert peak < PEAK
