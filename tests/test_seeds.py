"""The two registry pages the project began from."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligex.invariants import violations
from eligex.pipeline import Pipeline
from eligex.sources import open_trials
from eligex.types import EligibilityRecord, Trial

pytestmark = pytest.mark.shared


def _read(shared: Path, name: str, nlp: Pipeline) -> EligibilityRecord:
    (trial,) = open_trials([shared / "seeds" / name])
    assert isinstance(trial, Trial)
    record = nlp.extract(trial)
    assert violations(trial, record.to_json()) == []
    return record


def _blocked(record: EligibilityRecord) -> set[tuple[str, str | None, str]]:
    (drug,) = (drug for drug in record.drugs if drug.name == "telitacicept")
    assert "fusion protein" in drug.classes
    assert "TACI" in (drug.composition or "")
    assert all(mechanism.evidence for mechanism in drug.mechanisms)
    return {(m.action, m.target.symbol, m.source) for m in drug.mechanisms}


_BOTH = {("inhibitor", "TNFSF13B", "text"), ("inhibitor", "TNFSF13", "text")}


def test_lupus_page(shared: Path, nlp: Pipeline) -> None:
    record = _read(shared, "sle_page.txt", nlp)
    assert (record.trial_id, record.secondary_ids) == ("NCT06458972", ("TJ-IRB20231298",))
    assert record.title is not None
    assert record.title.startswith("Safety and Efficacy of Telitacicept")
    assert (record.study.type, record.study.sponsor) == ("observational", "Tongji Hospital")
    people = record.population
    assert people.enrollment is not None
    assert (people.enrollment.count, people.enrollment.type) == (139, "estimated")
    assert people.age.min is not None
    assert people.age.max is not None
    assert (people.age.min.value, people.age.min.source, people.age.max.value) == (18, "text", 70)
    assert people.age.max.inclusive
    assert record.discrepancies == ()
    assert people.sex is not None
    assert people.sex.value == "all"
    assert people.healthy_volunteers is not None
    assert not people.healthy_volunteers.value
    assert [(s.id, s.role) for s in record.diagnostic_criteria] == [("sle-eular-acr-2019", "inclusion")]
    assert [c.section for c in record.criteria] == ["inclusion"] * 3 + ["exclusion"] * 4
    kinds = [{r.kind for r in criterion.requirements} for criterion in record.criteria[3:]]  # type: ignore[union-attr]
    assert kinds == [{"condition"}, {"condition"}, {"drug"}, {"condition"}]
    assert _blocked(record) == _BOTH


def test_truncated_page(shared: Path, nlp: Pipeline) -> None:
    record = _read(shared, "ssc_truncated_page.txt", nlp)
    assert [c.text.lower() for c in record.conditions] == ["systemic sclerosis"]
    assert record.population.enrollment is not None
    assert (record.population.enrollment.count, record.population.enrollment.groups) == (20, 2)
    assert record.criteria == ()
    assert [w.code for w in record.warnings] == ["section-empty", "section-empty"]
    assert (record.title, record.study.type, record.population.sex) == (None, None, None)
    assert record.population.age.min is None
    assert _blocked(record) == _BOTH
