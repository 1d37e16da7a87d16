"""What the numbers of a sentence are read as: the cases of tests/cases."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from eligex.numeric.layer import numeric_layer
from eligex.unit import Unit

sys.path.insert(0, str(Path(__file__).parent))
from render import shown

CASES = Path(__file__).parent.parent / "cases"


def cases() -> list[Any]:
    found = []
    for name in ("age", "measurement", "score", "count", "window", "numeric_forms", "numeric_traps"):
        items = yaml.safe_load((CASES / f"{name}.yml").read_text("utf-8"))
        found += [pytest.param(case, id=f"{name}: {case['text'][:50]}") for case in items]
    return found


@pytest.mark.parametrize("case", cases())
def test_numbers_of_a_sentence(case: dict[str, Any]) -> None:
    findings = numeric_layer(Unit(text=case["text"])).findings
    assert [shown(finding) for finding in sorted(findings, key=lambda f: f["start"])] == case["finds"]


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 300
