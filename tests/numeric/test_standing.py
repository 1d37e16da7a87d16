"""Which ages of a trial's criteria bound its population."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from eligex.assemble.discrepancies import same_age
from eligex.evaluate.run import text_trial
from eligex.numeric.envelope import envelope
from eligex.numeric.layer import read
from eligex.numeric.standing import Setting, standing
from eligex.pipeline import Pipeline
from eligex.types import AgeValue
from eligex.types.record import AgeBound
from eligex.types.requirements import AgeRequirement
from eligex.unit import Unit

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "age_standing.yml").read_text("utf-8"))


def ages(case: dict[str, Any]) -> list[dict[str, Any]]:
    section, above = case.get("section", "inclusion"), case.get("lead_in", "")
    found = [f for f in read(Unit(text=case["text"], section=section, heading=above)).findings if f["kind"] == "age"]
    setting = Setting(
        text=case["text"],
        section=section,
        above=(above,) if above else (),
        choice=case.get("choice", ""),
        ages=tuple((f["start"], f["end"]) for f in found),
    )
    return [{**f, "section": section, "standing": standing(f, setting)} for f in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["criteria"][0]["text"])
def test_only_ages_of_all_bound_the_population(case: dict[str, Any]) -> None:
    merged = envelope(age for criterion in case["criteria"] for age in ages(criterion))
    got = {end: merged[end]["value"] for end in ("min", "max") if end in merged}
    assert got == {end: case[end] for end in ("min", "max") if end in case}


@pytest.mark.parametrize(
    ("side", "stated", "field", "same"),
    [
        ("min", (0, "year", True), (1, "day"), True),
        ("min", (1, "month", True), (4, "week"), True),
        ("max", (17.5, "year", True), (17, "year"), True),
        ("max", (65, "year", False), (64, "year"), True),
        ("max", (65, "year", True), (64, "year"), False),
        ("min", (2, "month", True), (1, "month"), False),
    ],
)
def test_rounded_ages_agree(side: str, stated: Any, field: Any, same: bool) -> None:
    bound = AgeBound(value=stated[0], unit=stated[1], inclusive=stated[2], source="text")
    assert same_age(bound, AgeValue(value=field[0], unit=field[1]), side) is same


def test_a_record_says_which_ages_do_not_bound_the_population(nlp: Pipeline) -> None:
    text = "Inclusion criteria:\n- Aged 12 to 70 years\n- Consent of a parent for those under 18 years of age"
    record = nlp.extract(text_trial("t", "eligibility", text))
    ages = [r for c in record.criteria for r in c.requirements if isinstance(r, AgeRequirement)]
    assert [age.standing for age in ages] == [None, "none"]
    assert record.population.age.max is not None
    assert record.population.age.max.value == 70
