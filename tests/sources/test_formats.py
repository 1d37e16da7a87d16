"""One trial written in many registries' formats reads the same."""

from __future__ import annotations

import json
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from eligex.errors import InputError
from eligex.normalise import normalise
from eligex.pipeline import Pipeline
from eligex.sources import open_trials
from eligex.types import AgeValue, Enrollment, Trial

from .plainly import meaning

Read = Callable[[Path], list[Trial]]
Write = Callable[[str, str | bytes], Path]

TITLE, OFFICIAL = "Kefir for Night Cramps", "A Trial of Kefir & Rest for Cramps at Night"
TEXT = """Inclusion Criteria:

* Cramps on ≥ 3 nights a week in the last 2 months, by the patient's own diary, and no more than 2 falls in that time
* Age > 17
* Platelet count of at least 100 x 10^9/L and creatinine clearance, by the formula used there, of at least 60 mL/min

Exclusion Criteria:

* Milk allergy
* Malignancy within the 5 years before screening, except for adequately treated basal cell carcinoma of the skin"""
NAMES = ["NCTId", "BriefTitle", "OfficialTitle", "Conditions", "Interventions", "EligibilityCriteria", "MinimumAge"]
NAMES += ["MaximumAge", "Sex", "HealthyVolunteers", "Phases", "StudyType", "OverallStatus", "Enrollment"]
ROW = ["NCT09990002", TITLE, OFFICIAL, "Cramp|Insomnia", "DIETARY_SUPPLEMENT: Kefir|OTHER: Rest", TEXT, "18 Years"]
ROW += ["N/A", "ALL", "No", "PHASE2|PHASE3", "INTERVENTIONAL", "RECRUITING", "80"]


def v2() -> dict[str, object]:
    protocol = {
        "identificationModule": {"nctId": "NCT09990002", "briefTitle": TITLE, "officialTitle": OFFICIAL},
        "statusModule": {"overallStatus": "RECRUITING"},
        "conditionsModule": {"conditions": ["Cramp", "Insomnia"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE2", "PHASE3"],
            "enrollmentInfo": {"count": 80},
        },
        "armsInterventionsModule": {"interventions": [{"name": "Kefir"}, {"name": "Rest"}]},
        "eligibilityModule": {
            "eligibilityCriteria": TEXT.replace(">", "\\>"),
            "minimumAge": "18 Years",
            "sex": "ALL",
            "healthyVolunteers": False,
        },
    }
    return {"protocolSection": protocol}


def v1() -> dict[str, object]:
    interventions = [{"InterventionName": "Kefir"}, {"InterventionName": "Rest"}]
    eligibility = {"EligibilityCriteria": TEXT, "MinimumAge": "18 Years", "Gender": "All", "HealthyVolunteers": "No"}
    design = {"StudyType": "Interventional", "PhaseList": {"Phase": ["Phase 2", "Phase 3"]}}
    protocol = {
        "IdentificationModule": {"NCTId": "NCT09990002", "BriefTitle": TITLE, "OfficialTitle": OFFICIAL},
        "StatusModule": {"OverallStatus": "Recruiting"},
        "ConditionsModule": {"ConditionList": {"Condition": ["Cramp", "Insomnia"]}},
        "DesignModule": {**design, "EnrollmentInfo": {"EnrollmentCount": "80"}},
        "ArmsInterventionsModule": {"InterventionList": {"Intervention": interventions}},
        "EligibilityModule": eligibility,
    }
    studies = [{"Rank": 1, "Study": {"ProtocolSection": protocol}}]
    return {"FullStudiesResponse": {"Expression": "AREA[NCTId]x", "NStudiesFound": 1, "FullStudies": studies}}


def xml() -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<clinical_study><id_info><nct_id>NCT09990002</nct_id></id_info>
<brief_title>{TITLE}</brief_title><official_title>{escape(OFFICIAL)}</official_title>
<overall_status>Recruiting</overall_status><phase>Phase 2/Phase 3</phase><study_type>Interventional</study_type>
<enrollment>80</enrollment><condition>Cramp</condition><condition>Insomnia</condition>
<intervention><intervention_name>Kefir</intervention_name></intervention>
<intervention><intervention_name>Rest</intervention_name></intervention>
<eligibility><criteria><textblock>{escape(TEXT)}</textblock></criteria><gender>All</gender>
<minimum_age>18 Years</minimum_age><maximum_age>N/A</maximum_age><healthy_volunteers>No</healthy_volunteers>
</eligibility></clinical_study>"""


def wrapped_xml() -> str:
    """The same as ClinicalTrials.gov wrote it: lines of 80 characters, a margin, a dash before each criterion."""
    lines = []
    for line in TEXT.splitlines():
        indent, text = ("          -  ", line[2:]) if line.startswith("* ") else ("        ", line)
        lines += textwrap.wrap(text, 80, initial_indent=indent, subsequent_indent=" " * len(indent)) or [""]
        lines += [""] if line.startswith("* ") else []
    return xml().replace(escape(TEXT), escape("\n" + "\n".join(lines) + "\n      ").replace("\n", "&#xD;\n"))


def csv_text(delimiter: str) -> str:
    quoted = (delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (NAMES, ROW))
    return "\r\n".join(quoted)


def aact(path: Path) -> None:
    tables = {
        "studies": "nct_id|brief_title|official_title|study_type|overall_status|phase|enrollment|enrollment_type\n"
        f"NCT09990002|{TITLE}|{OFFICIAL}|INTERVENTIONAL|RECRUITING|PHASE2/PHASE3|80|\n",
        "eligibilities": "id|nct_id|criteria|minimum_age|maximum_age|gender|healthy_volunteers\n"
        + f"1|NCT09990002|{TEXT}|18 Years|N/A|ALL|f\n".replace("\n", "~", TEXT.count("\n")),
        "conditions": "id|nct_id|name\n1|NCT09990002|Cramp\n2|NCT09990002|Insomnia\n",
        "interventions": "id|nct_id|name\n1|NCT09990002|Kefir\n2|NCT09990002|Rest\n",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in tables.items():
            archive.writestr(f"{name}.txt", content)


def check(trial: Trial, format: str) -> None:
    assert trial.source.format == format
    assert (trial.trial_id, trial.registry) == ("NCT09990002", "clinicaltrials.gov")
    assert (trial.fields["title"], trial.fields["official_title"]) == (TITLE, OFFICIAL)
    assert trial.conditions == ("Cramp", "Insomnia")
    named = [trial.fields[r.field][r.start : r.end] for r in trial.regions if r.role == "interventions.name"]
    assert named == ["Kefir", "Rest"]
    assert normalise(trial.fields["eligibility"]).text == TEXT
    assert trial.registry_age is not None
    assert (trial.registry_age.min, trial.registry_age.max) == (AgeValue(value=18, unit="year"), None)
    assert (trial.registry_sex, trial.registry_volunteers) == ("all", False)
    study = trial.study
    assert (study.type, study.status, study.phase) == ("interventional", "recruiting", "phase 2/phase 3")
    assert trial.enrollment == Enrollment(count=80)
    assert trial.warnings == ()


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("a.json", json.dumps(v2()), "ctgov-json"),
        ("a.json", json.dumps(v2(), indent=2), "ctgov-json"),
        ("a.json", json.dumps({"totalCount": 1, "studies": [v2()], "nextPageToken": "x"}), "ctgov-json"),
        ("a.jsonl", json.dumps(v2()) + "\n", "ctgov-json"),
        ("a.json", json.dumps(v1(), indent=1), "ctgov-v1"),
        ("a.xml", xml(), "ctgov-xml"),
        ("a.xml", xml().replace("UTF-8", "utf-16").encode("utf-16"), "ctgov-xml"),
        ("a.xml", xml().replace("UTF-8", "windows-1252").replace("≥", "&#8805;").encode("cp1252"), "ctgov-xml"),
        ("a.csv", csv_text(","), "csv"),
        ("a.tsv", "\ufeff" + csv_text("\t"), "csv"),
        ("a.jsonl", json.dumps(dict(zip(NAMES, ROW, strict=True))) + "\n", "json-rows"),
    ],
)
def test_same_trial(trials: Read, write: Write, name: str, content: str | bytes, format: str) -> None:
    (trial,) = trials(write(name, content))
    check(trial, format)


def test_same_trial_from_aact(trials: Read, tmp_path: Path) -> None:
    aact(tmp_path / "export.zip")
    (trial,) = trials(tmp_path / "export.zip")
    check(trial, "aact")


def test_same_trial_from_parquet(trials: Read, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    table = pa.table({name: [cell] for name, cell in zip(NAMES, ROW, strict=True)})
    pq.write_table(table, tmp_path / "a.parquet")
    (trial,) = trials(tmp_path / "a.parquet")
    check(trial, "parquet")


def test_one_trial_has_the_same_requirements_in_every_format(trials: Read, write: Write, nlp: Pipeline) -> None:
    files = {"a.json": json.dumps(v2()), "b.json": json.dumps(v1()), "a.xml": xml(), "b.xml": wrapped_xml()}
    aact(write("a.zip", ""))
    paths = [write(name, content) for name, content in (files | {"a.csv": csv_text(",")}).items()]
    found = []
    for path in [*paths, paths[0].with_name("a.zip")]:
        (trial,) = trials(path)
        record = nlp.extract(trial).to_json()
        found.append([meaning(item) for criterion in record["criteria"] for item in criterion["requirements"]])
    assert {item["kind"] for item in found[0]} >= {"count", "age", "measurement", "condition", "allergy"}
    assert all(requirements == found[0] for requirements in found[1:])


def test_columns_named_by_the_user(write: Write) -> None:
    path = write("mine.csv", "no;what;who\nX-1;must be 30 or older;women\n")
    columns = {"no": "id", "what": "eligibility", "who": "sex"}
    (trial,) = open_trials([path], columns=columns)
    assert isinstance(trial, Trial)
    assert (trial.trial_id, trial.fields, trial.registry_sex) == (
        "X-1",
        {"eligibility": "must be 30 or older"},
        "female",
    )
    with pytest.raises(InputError, match="unknown part 'criterion'"):
        open_trials([path], columns={"what": "criterion"})


def test_xml_text_is_kept_as_it_stands(trials: Read, write: Write) -> None:
    margin = "\n        Inclusion Criteria:\n\n          -  Gout &amp; pain\n      "
    source = f"<clinical_study><id_info><nct_id>NCT1</nct_id></id_info><eligibility><criteria><textblock>{margin}"
    (trial,) = trials(write("a.xml", source + "</textblock></criteria></eligibility></clinical_study>"))
    assert trial.fields["eligibility"] == margin.replace("&amp;", "&")
    (region,) = trial.regions
    assert (region.start, region.end) == (0, len(trial.fields["eligibility"].rstrip()))


def test_name_spaces_of_the_root_reach_the_records(trials: Read, write: Write) -> None:
    record = '<clinical_study xsi:type="x"><id_info><nct_id>NCT1</nct_id></id_info><m:note>a: b="c"</m:note>'
    root = '<search_results xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:m="urn:n">'
    (trial,) = trials(write("a.xml", f"{root}{record}</clinical_study></search_results>"))
    assert trial.trial_id == "NCT1"
