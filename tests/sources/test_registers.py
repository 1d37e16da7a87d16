"""Registers with formats of their own: WHO ICTRP, EU CTR, CTIS, ISRCTN, DRKS."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from eligex.types import AgeValue, Enrollment, Trial

Read = Callable[[Path], list[Trial]]
Write = Callable[[str, str | bytes], Path]


def ages(trial: Trial) -> tuple[AgeValue | None, AgeValue | None]:
    assert trial.registry_age is not None
    return trial.registry_age.min, trial.registry_age.max


def test_ictrp_xml(trials: Read, write: Write) -> None:
    first = """<Trial><TrialID>ChiCTR2100049999</TrialID><Public_title>Plum tea</Public_title>
      <Inclusion_Criteria>&lt;br&gt;1. cough</Inclusion_Criteria><Exclusion_Criteria>none</Exclusion_Criteria>
      <Inclusion_agemin>18</Inclusion_agemin><Inclusion_agemax>65 Years</Inclusion_agemax>
      <Inclusion_gender>Both</Inclusion_gender><Condition>Cough;Cold&lt;br&gt;Cough</Condition>
      <Intervention>A:tea;B:water</Intervention><Target_size>40</Target_size></Trial>"""
    second = """<Trial><TrialID>NCT09990003</TrialID><Public_title>Both in one</Public_title>
      <Inclusion_Criteria>Inclusion Criteria: a. Exclusion Criteria: b.</Inclusion_Criteria>
      <Inclusion_gender>Female: yes Male: no</Inclusion_gender><Inclusion_agemax>0</Inclusion_agemax></Trial>"""
    root = f"<Trials_downloaded_from_ICTRP>{first}{second}</Trials_downloaded_from_ICTRP>"
    one, two = trials(write("ictrp.xml", root))
    assert (one.trial_id, one.registry, one.registry_sex) == ("ChiCTR2100049999", "chictr", "all")
    assert one.fields["eligibility.inclusion"] == "<br>1. cough"
    assert [r.role for r in one.regions][-2:] == ["eligibility_inclusion", "eligibility_exclusion"]
    assert ages(one) == (AgeValue(value=18, unit="year"), AgeValue(value=65, unit="year"))
    assert one.conditions == ("Cough", "Cold")
    assert one.enrollment == Enrollment(count=40)
    assert two.fields["eligibility"].startswith("Inclusion Criteria")
    assert (two.registry_sex, two.registry_age) == ("female", None)


def test_eu_ctr_text(trials: Read, data: Path) -> None:
    german, french = trials(data / "eu_ctr.txt")
    assert (german.trial_id, german.registry) == ("2019-009999-12-DE", "euctr")
    assert german.secondary_ids == ("ZL-3",)
    assert german.fields["eligibility.inclusion"] == "1. Singers\nA. choir members\nB. soloists\n2. Age from 12 years"
    assert german.fields["eligibility.exclusion"] == "1. Zinc allergy"
    assert german.conditions == ("Hoarseness",)
    assert ages(german) == (AgeValue(value=12, unit="year"), AgeValue(value=64, unit="year"))
    assert (german.registry_sex, german.registry_volunteers) == ("female", True)
    assert (german.study.phase, german.study.sponsor) == ("phase 2/phase 3", "Halle Voice Centre")
    assert german.enrollment == Enrollment(count=60)
    assert french.fields["eligibility.inclusion"] == "Chanteurs"
    assert ages(french) == (AgeValue(value=65, unit="year"), None)


def test_ctis_json_keeps_each_criterion_a_text(trials: Read, write: Write) -> None:
    criteria = {
        "principalInclusionCriteria": [{"number": 1, "principalInclusionCriteria": text} for text in ("a", "b")],
        "principalExclusionCriteria": [{"number": 1, "principalExclusionCriteria": "c"}],
    }
    part = {"trialDetails": {"trialInformation": {"eligibilityCriteria": criteria}}}
    record = {"ctNumber": "2023-509999-12-00", "ctStatus": "Ended", "gender": "Male, Female", "trialPhase": "Phase II"}
    for shape in ({"authorizedPartI": part}, {"authorizedApplication": {"authorizedPartI": part}}):
        (trial,) = trials(write("ctis.json", json.dumps({**record, **shape})))
        assert (trial.trial_id, trial.registry, trial.registry_sex) == ("2023-509999-12-00", "ctis", "all")
        assert trial.fields == {
            "eligibility.inclusion.0": "a",
            "eligibility.inclusion.1": "b",
            "eligibility.exclusion": "c",
        }
        assert (trial.study.status, trial.study.phase) == ("ended", "phase 2")


def test_isrctn_xml_and_json(trials: Read, write: Write) -> None:
    body = {
        "isrctn": "99990001",
        "trialDescription": {"title": "Bright mornings", "scientificTitle": "Light at seven"},
        "participants": {
            "inclusion": "low mood",
            "exclusion": "eye disease",
            "gender": "Both",
            "targetEnrolment": "30",
        },
        "conditions": {"condition": {"description": "Winter blues"}},
    }
    (from_json,) = trials(write("isrctn.json", json.dumps(body)))
    inner = "".join(
        f"<{name}>{value if isinstance(value, str) else _xml(value)}</{name}>" for name, value in body.items()
    )
    namespace = 'xmlns="http://www.67bricks.com/isrctn"'
    (from_xml,) = trials(
        write("isrctn.xml", f"<allTrials {namespace}><fullTrial><trial>{inner}</trial></fullTrial></allTrials>")
    )
    for trial in (from_json, from_xml):
        assert (trial.trial_id, trial.registry) == ("ISRCTN99990001", "isrctn")
        assert trial.fields["title"] == "Bright mornings"
        assert (trial.fields["eligibility.inclusion"], trial.fields["eligibility.exclusion"]) == (
            "low mood",
            "eye disease",
        )
        assert trial.conditions == ("Winter blues",)
        assert trial.enrollment == Enrollment(count=30)


def _xml(node: dict[str, object]) -> str:
    return "".join(f"<{k}>{v if isinstance(v, str) else _xml(v)}</{k}>" for k, v in node.items())  # type: ignore[arg-type]


def test_drks_json_takes_the_english_text(trials: Read, write: Write) -> None:
    texts = [
        {"idLocale": {"locale": "de"}, "inclusionCriteria": "Gicht", "exclusionCriteria": "keine"},
        {"idLocale": {"locale": "en"}, "inclusionCriteria": "gout", "exclusionCriteria": "none"},
    ]
    recruitment = {
        "recruitmentDescriptions": texts,
        "minimumAge": {"amount": 6, "unit": "MONTHS"},
        "maximumAge": {"amount": None, "unit": "NO_MAX_AGE"},
        "gender": "FEMALE",
        "healthyVolunteers": False,
    }
    (trial,) = trials(write("drks.json", json.dumps({"drksId": "DRKS00099990", "recruitment": recruitment})))
    assert (trial.trial_id, trial.registry, trial.registry_sex) == ("DRKS00099990", "drks", "female")
    assert trial.fields == {"eligibility.inclusion": "gout", "eligibility.exclusion": "none"}
    assert ages(trial) == (AgeValue(value=6, unit="month"), None)
    assert trial.registry_volunteers is False
