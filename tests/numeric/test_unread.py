"""Why a number ended in no requirement."""

from __future__ import annotations

import pytest

from eligex.numeric.lint import lint_quantities
from eligex.numeric.unread import UNEXPLAINED, unread_numbers
from eligex.unit import Unit


@pytest.mark.parametrize(
    ("text", "number", "reason"),
    [
        ("Treated with anti-CD20 antibodies", "CD20", "part of a name"),
        ("Enrolled between 2009 and 2015", "2009", "calendar year"),
        ("Infusion every 6 weeks", "6", "interval of a schedule"),
        ("Pain on a 0 to 10 numeric scale", "0", "extent of a scale"),
        ("Type 2 diabetes", "2", "names things"),
        ("Stage 3 disease", "3", "stage or type of a disease"),
        ("Aspirin 100 mg", "100", "amount without a bound"),
        ("On 4 March 2021", "4 March 2021", "date"),
        ("eGFR ≥ 60 mL/min", "", ""),
    ],
)
def test_reason(text: str, number: str, reason: str) -> None:
    found = unread_numbers(Unit(text=text))
    assert [(item.text, item.reason) for item in found[:1]] == ([(number, reason)] if number else [])


def test_what_another_requirement_covers_is_read() -> None:
    unit = Unit(text="Aspirin 100 mg")
    assert unread_numbers(unit, covered=[(0, 14)]) == []


def test_a_bound_on_nothing_is_unexplained() -> None:
    assert [item.reason for item in unread_numbers(Unit(text="≥ 7.5"))] == [UNEXPLAINED]


def test_the_tables_are_clean() -> None:
    assert lint_quantities() == []
