"""Registry values: ages, sex, volunteers, phases, ids."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from eligex.sources.ages import Limit, parse_age, parse_age_range
from eligex.sources.identifiers import find_trial_id, registry_of
from eligex.sources.values import parse_sex, parse_volunteers, phase_name
from eligex.types import AgeValue

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "registry_ages.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['raw']}-{'max' if case.get('upper') else 'min'}")
def test_ages(case: dict[str, Any]) -> None:
    limit = parse_age(case["raw"], upper=bool(case.get("upper")))
    assert limit.value == (case["want"] and AgeValue(value=case["want"][0], unit=case["want"][1]))
    assert case.get("problem", "") in limit.problem
    assert bool(limit.problem) == ("problem" in case)


@pytest.mark.parametrize(
    ("raw", "low", "high"),
    [
        ("18 to 70 years old", (18, "year"), (70, "year")),
        ("6 months to 11 years", (6, "month"), (11, "year")),
        ("2-12 weeks", (2, "week"), (12, "week")),
        ("18+ years old", (18, "year"), None),
        ("18 Years and older (Adult, Older Adult)", (18, "year"), None),
        ("up to 17 years", None, (17, "year")),
        ("18 Years to 99 Years", (18, "year"), (99, "year")),
        ("All", None, None),
    ],
)
def test_age_ranges(raw: str, low: tuple[int, str] | None, high: tuple[int, str] | None) -> None:
    wanted = tuple(Limit(side and AgeValue(value=side[0], unit=side[1])) for side in (low, high))
    assert parse_age_range(raw) == wanted


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("ALL", "all"),
        ("Both, male and female", "all"),
        ("Male/Female", "all"),
        ("<br>Female: yes<br>Male: yes<br>", "all"),
        ("<br>Female: yes<br>Male: no<br>", "female"),
        ("Males", "male"),
        ("-", None),
        ("", None),
        (None, None),
    ],
)
def test_sex(raw: str | None, value: str | None) -> None:
    assert parse_sex(raw) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [(True, True), (False, False), ("Yes", True), ("No Healthy Volunteers", False), ("maybe", None), (None, None)],
)
def test_volunteers(raw: str | bool | None, value: bool | None) -> None:
    assert parse_volunteers(raw) is value


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("PHASE1/PHASE2", "phase 1/phase 2"),
        ("Phase 2-Phase 3", "phase 2/phase 3"),
        ("EARLY_PHASE1", "early phase 1"),
        ("Therapeutic confirmatory (Phase III)", "phase 3"),
        ("PHASE_IV", "phase 4"),
        ("N/A", None),
        (None, None),
    ],
)
def test_phases(raw: str | None, name: str | None) -> None:
    assert phase_name(raw) == name


@pytest.mark.parametrize(
    ("trial_id", "registry"),
    [
        ("NCT09990001", "clinicaltrials.gov"),
        ("EUCTR2019-009999-12-DE", "euctr"),
        ("2019-009999-12", "euctr"),
        ("2023-509999-12-00", "ctis"),
        ("ISRCTN99990001", "isrctn"),
        ("ChiCTR2100049999", "chictr"),
        ("ChiCTR-TRC-09000999", "chictr"),
        ("DRKS00099990", "drks"),
        ("ACTRN12699000999999", "anzctr"),
        ("JPRN-UMIN000099999", "jprn"),
        ("jRCTs031999999", "jprn"),
        ("JPRN-jRCT2099999999", "jprn"),
        ("CTRI/2099/01/099999", "ctri"),
        ("IRCT20999999099999N1", "irct"),
        ("NL9999", "ntr"),
        ("KCT0009999", "cris"),
        ("PACTR209999999999999", "pactr"),
        ("RBR-99zz99", "rebec"),
        ("RPCEC00000999", "rpcec"),
        ("SLCTR/2099/001", "slctr"),
        ("TCTR20999999001", "tctr"),
        ("LBCTR2099999999", "lbctr"),
        ("PER-099-20", "repec"),
        ("my-file", "unknown"),
    ],
)
def test_registry_of_an_id(trial_id: str, registry: str) -> None:
    assert registry_of(trial_id) == registry


def test_finding_an_id_in_text() -> None:
    assert find_trial_id("see DRKS00099990, formerly NCT09990001") == "DRKS00099990"
    assert find_trial_id("version 2019-01-02, 12 NL patients") is None
