"""Units: texts to UCUM codes, conversion, and what pint and ucumvert say of the same codes."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Any

import pint
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ucumvert import PintUcumRegistry  # type: ignore[import-untyped]

from eligex.lexicons.loader import read_table
from eligex.lexicons.rows.numeric import UnitSpellingRow, analytes, units
from eligex.link.plausible import check
from eligex.link.ucum import convert, unit
from eligex.link.units import parse_unit

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "numeric_units.yml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES["units"], ids=lambda case: case["text"])
def test_reads_a_unit(case: dict[str, Any]) -> None:
    found = parse_unit(case["text"])
    assert (found.ucum if found else None) == case["ucum"]
    if found:
        assert found.text == case["text"][found.start : found.end]
        assert found.text == case.get("covers", found.text)
        assert found.weak == case.get("weak", False)
        assert found.dangling == case.get("dangling", "")


@pytest.mark.parametrize("case", CASES["conversions"], ids=lambda case: f"{case['value']} {case['from']} {case['to']}")
def test_converts(case: dict[str, Any]) -> None:
    analyte = analytes()[case["analyte"]] if "analyte" in case else None
    result = convert(case["value"], case["from"], case["to"], analyte)
    assert result is None if case["result"] is None else result == pytest.approx(case["result"], rel=5e-3)


@pytest.mark.parametrize(
    "case", CASES["plausibility"], ids=lambda case: f"{case['analyte']} {case['value']} {case['unit']}"
)
def test_judges_a_value(case: dict[str, Any]) -> None:
    judged = check(case["value"], case["unit"], analytes()[case["analyte"]])
    assert judged.verdict == case["verdict"]
    assert bool(judged.reason) == (judged.verdict != "ok")


@cache
def _oracle() -> PintUcumRegistry:
    return PintUcumRegistry()


@cache
def _meaning(code: str) -> Any:
    return _oracle().from_ucum(code)


# pint knows no pH value and cannot divide decibels; the codes themselves are UCUM's own.
_UNKNOWN_TO_ORACLE = {"[pH]", "dB/m"}


def test_every_code_is_ucum() -> None:
    codes = {*units(), *(row.ucum for row in read_table("unit_spellings.csv", UnitSpellingRow))}
    codes |= {row.default_unit for row in analytes().values()}
    for code in sorted(codes - _UNKNOWN_TO_ORACLE):
        _meaning(code)


# Scales with an offset or a logarithm, and dimensions that UCUM keeps apart where trials do not.
_APART = {"temperature", "sound-level", "activity", "vascular-resistance"}
_FACTORS = [
    row
    for row in units().values()
    if not row.ucum.startswith("{") and row.ucum not in _UNKNOWN_TO_ORACLE and row.dimension not in _APART
]


@pytest.mark.parametrize("row", _FACTORS, ids=lambda row: row.ucum)
def test_factors_agree_with_pint(row: Any) -> None:
    """Compare the ratio of each unit to the first of its dimension with pint's."""
    base = next(other for other in _FACTORS if other.dimension == row.dimension)
    mine = row.factor / base.factor
    try:
        theirs = _meaning(row.ucum).to(_meaning(base.ucum).units).magnitude
    except pint.errors.DimensionalityError:
        pytest.skip("arbitrary units have no common base in pint")
    scale = _meaning(base.ucum).magnitude
    assert theirs / scale == pytest.approx(mine, rel=2e-3)


_CODES = [
    "mg/dL",
    "g/L",
    "ug/mL",
    "10*9/L",
    "10*3/uL",
    "/mm3",
    "mmol/L",
    "mm[Hg]",
    "kPa",
    "mL/min",
    "g/d",
    "mg/kg/d",
    "Cel",
    "[degF]",
]


@given(st.floats(0.01, 1e6), st.sampled_from(_CODES), st.sampled_from(_CODES))
def test_conversion_there_and_back(value: float, first: str, second: str) -> None:
    there = convert(value, first, second)
    one, two = unit(first), unit(second)
    assert one is not None
    assert two is not None
    assert (there is None) == (one.dimension != two.dimension)
    if there is not None:
        back = convert(there, second, first)
        assert back is not None
        assert math.isclose(back, value, rel_tol=1e-9, abs_tol=1e-9)


_ANY = [row for row in read_table("unit_spellings.csv", UnitSpellingRow) if row.use in ("any", "alone")]


@given(st.sampled_from(_ANY), st.sampled_from(["", " ", ".", ", and", ")", " or higher"]))
def test_every_spelling_is_read_back(row: UnitSpellingRow, after: str) -> None:
    found = parse_unit(f"5 {row.spelling}{after}", 1)
    assert found is not None
    known = unit(row.ucum)
    assert known is not None
    assert found.dimension == known.dimension


@given(st.text(max_size=40), st.integers(0, 5))
def test_any_text_is_read_or_refused(text: str, position: int) -> None:
    found = parse_unit(text, position)
    if found:
        assert position <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
        assert unit(found.ucum) is not None
