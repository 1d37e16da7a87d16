"""Texts and what they are cut into, one case a layout (tests/cases/segment.yml)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from eligex.segment import Criterion, Segmentation, segment

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "segment.yml").read_text(encoding="utf8"))


def _criterion(item: Criterion) -> str:
    text = " / ".join(line.strip() for line in item.text.splitlines())
    hint = f" [{item.logic_hint}]" if item.logic_hint else ""
    return f"{'  ' * (item.level - 1)}{item.id} {item.label}| {text}{hint}"


def _written(found: Segmentation) -> str:
    lines = [(item.full_start, _criterion(item)) for item in found.criteria]
    lines += [(h.start, f"# {h.section}: {' '.join(h.text.split())}") for h in found.headings]
    return "\n".join([line for _, line in sorted(lines)] + [f"! {warning.code}" for warning in found.warnings])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    assert _written(segment(case["text"])) == case["expect"]


def test_default_section_holds_before_any_heading() -> None:
    found = segment("Anyone with one of these:\n1. Gout\n2. Pseudogout", "exclusion")
    assert {item.section for item in found.criteria} == {"exclusion"}
    assert [warning.code for warning in segment("", "inclusion").warnings] == ["section-empty"]


def test_offsets_of_a_labelled_item() -> None:
    text = "Inclusion Criteria:\n\n * 2) Twins \n"
    item = segment(text).criteria[0]
    assert (item.label, text[item.full_start : item.end], item.start) == ("* 2)", "* 2) Twins", text.index("Twins"))
