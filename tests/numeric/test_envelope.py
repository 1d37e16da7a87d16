"""The ages of a whole trial."""

from __future__ import annotations

from typing import Any

from eligex.numeric.envelope import envelope

Age = dict[str, Any]


def age(section: str = "inclusion", unit: str = "year", label: str = "", **ends: tuple[float, bool]) -> Age:
    found: Age = {"section": section, "unit": unit, "kind": "age"}
    found |= {end: {"value": value, "inclusive": inclusive} for end, (value, inclusive) in ends.items()}
    return found | ({"label": label} if label else {})


def shown(side: dict[str, Any] | None) -> tuple[float, str, bool] | None:
    return (side["value"], side["unit"], side["inclusive"]) if side else None


def test_two_criteria_give_the_two_ends() -> None:
    merged = envelope([age(low=(18, True)), age(high=(75, False))])
    assert (shown(merged["min"]), shown(merged["max"])) == ((18, "year", True), (75, "year", False))


def test_groups_span_the_widest_ages_in_their_own_units() -> None:
    merged = envelope(
        [
            age(label="cohort A", low=(18, True), high=(65, True)),
            age(unit="month", label="cohort B", low=(6, True), high=(204, True)),
        ]
    )
    assert (shown(merged["min"]), shown(merged["max"])) == ((6, "month", True), (65, "year", True))
    assert [group["label"] for group in merged["groups"]] == ["cohort A", "cohort B"]


def test_a_group_without_an_upper_end_leaves_it_open() -> None:
    merged = envelope([age(low=(18, True), high=(64, True)), age(low=(65, True))])
    assert "max" not in merged
    assert shown(merged["min"]) == (18, "year", True)


def test_a_repeated_lower_end_does_not_open_the_upper() -> None:
    merged = envelope([age(low=(18, True), high=(75, True)), age(low=(18, True))])
    assert shown(merged["max"]) == (75, "year", True)


def test_an_exclusion_fills_the_end_that_inclusion_leaves() -> None:
    merged = envelope([age(low=(18, True)), age("exclusion", low=(80, False)), age("exclusion", high=(16, False))])
    assert (shown(merged["min"]), shown(merged["max"])) == ((18, "year", True), (80, "year", True))


def test_exclusions_alone_turn_round() -> None:
    merged = envelope([age("exclusion", high=(18, False)), age("exclusion", low=(75, True))])
    assert (shown(merged["min"]), shown(merged["max"])) == ((18, "year", True), (75, "year", False))


def test_ends_of_different_units() -> None:
    found = age(unit="month", low=(6, True), high=(11, True)) | {"high_unit": "year"}
    merged = envelope([found])
    assert (shown(merged["min"]), shown(merged["max"])) == ((6, "month", True), (11, "year", True))


def test_nothing_said_gives_nothing() -> None:
    assert envelope([]) == {"groups": []}
