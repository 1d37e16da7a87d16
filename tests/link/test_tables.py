"""The number tables: the lint is clean, the sizes and the spot checks hold."""

from __future__ import annotations

from functools import cache

import pytest

from eligex.lexicons.matcher import PhraseIndex
from eligex.lexicons.rows.numeric import AnalyteRow, ScaleRow, analytes, scales
from eligex.link.lint import lint_numbers
from eligex.link.ucum import convert


def test_lint_is_clean() -> None:
    assert lint_numbers() == []


def test_tables_are_as_large_as_promised() -> None:
    assert len(analytes()) >= 400
    assert len(scales()) >= 250


def test_loinc_codes_carry_their_check_digit() -> None:
    assert [row.id for row in analytes().values() if row.loinc and not _loinc_valid(row.loinc)] == []


def _loinc_valid(code: str) -> bool:
    """Apply the modulus-10 rule of the LOINC users' guide."""
    body, check = code.split("-")
    odd, even = body[::-1][0::2], body[::-1][1::2]
    digits = even + str(int(odd) * 2)
    return -sum(map(int, digits)) % 10 == int(check)


@cache
def _index() -> PhraseIndex[str]:
    rows: list[AnalyteRow | ScaleRow] = [*analytes().values(), *scales().values()]
    return PhraseIndex((name, row.id) for row in rows for name in row.aliases)


@pytest.mark.parametrize(
    ("alias", "expected"),
    [
        ("ANC", "neutrophils-abs"),
        ("S. creatinine", "creatinine"),
        ("haemoglobin", "hemoglobin"),
        ("platelet counts", "platelets"),
        ("CrCl", "creatinine-clearance"),
        ("QTcF", "qtcf"),
        ("SGOT", "ast"),
        ("PaO2/FiO2", "pao2-fio2"),
        ("HbA1c", "hba1c"),
        ("hba1c", "hba1c"),
        ("ECOG", "ecog"),
        ("Eastern Cooperative Oncology Group (ECOG) performance status", "ecog"),
        ("New York Heart Association", "nyha"),
        ("SLEDAI-2K", "sledai"),
        ("Child-Pugh", "child-pugh"),
    ],
)
def test_alias_leads_to_its_row(alias: str, expected: str) -> None:
    assert [match.payload for match in _index().find(f"with {alias} of")] == [expected]


def test_common_words_are_no_aliases() -> None:
    text = "the cat aims to act fast as the child is must salt cage rash mass news gold bars pass"
    assert [text[match.start : match.end] for match in _index().find(text)] == ["mass"]


def test_default_units_print_and_convert_to_themselves() -> None:
    for row in analytes().values():
        assert convert(2.0, row.default_unit, row.default_unit, row) == pytest.approx(2.0)
