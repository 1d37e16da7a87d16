"""Plain registry pages, whole and with their values gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from eligex.normalise import normalise
from eligex.sources import open_trials
from eligex.types import AgeValue, Enrollment, Failure, Trial

Read = Callable[[Path], list[Trial]]


def parts(trial: Trial, role: str) -> list[str]:
    return [trial.fields[r.field][r.start : r.end] for r in trial.regions if r.role == role]


def test_a_whole_page(trials: Read, data: Path) -> None:
    (trial,) = trials(data / "page.txt")
    assert trial.source.format == "page"
    assert trial.fields == {"text": (data / "page.txt").read_text("utf-8")}
    assert (trial.trial_id, trial.registry, trial.secondary_ids) == ("NCT09990001", "clinicaltrials.gov", ("RB-77",))
    assert parts(trial, "title") == ["Nightly Oat Bran for Adults With Mild Reflux Disease (OATS)"]
    assert trial.study.model_dump() == {
        "type": "interventional",
        "status": "completed",
        "phase": "phase 2",
        "sponsor": "Riverbend Clinic",
    }
    assert trial.conditions == ("Reflux Disease", "Heartburn")
    assert parts(trial, "conditions") == list(trial.conditions)
    assert parts(trial, "interventions.name") == ["Oat bran", "Omeprazole"]
    assert trial.enrollment == Enrollment(count=1204)
    assert trial.registry_sex == "female"
    assert trial.registry_volunteers is True
    assert trial.registry_age is not None
    assert trial.registry_age.min == AgeValue(value=6, unit="month")
    assert trial.registry_age.max == AgeValue(value=17, unit="year")
    assert trial.warnings == ()


def test_running_text_keeps_lines_that_look_like_labels(trials: Read, data: Path) -> None:
    (trial,) = trials(data / "page.txt")
    (description,) = parts(trial, "description")
    assert description.endswith("Sex: both women and men took part in it.")
    (eligibility,) = parts(trial, "eligibility")
    assert eligibility.startswith("Inclusion criteria")
    assert "Sex\n- any" in eligibility
    assert eligibility.endswith("- Hiatal hernia")


def test_a_page_without_values_invents_nothing(trials: Read, data: Path) -> None:
    (trial,) = trials(data / "page_empty.txt")
    assert trial.trial_id == "page_empty"
    assert trial.registry == "unknown"
    assert [(r.role, parts(trial, r.role)) for r in trial.regions] == [
        ("eligibility", ["Inclusion criteria\nExclusion criteria"])
    ]
    assert trial.enrollment == Enrollment(count=12, groups=2)
    assert (trial.conditions, trial.registry_age, trial.registry_sex, trial.registry_volunteers) == (
        (),
        None,
        None,
        None,
    )
    assert trial.study.model_dump(exclude_none=True) == {}
    assert trial.warnings == ()


def test_label_and_value_on_one_line(trials: Read, write: Callable[[str, str], Path]) -> None:
    page = "Title: Warm baths for stiff knees\nStudy type: Observational\nEnrollment (Actual): 30\nAges: 40+ years\n"
    (trial,) = trials(write("x.txt", page + "Eligibility criteria\nKnee pain\n"))
    assert parts(trial, "title") == ["Warm baths for stiff knees"]
    assert trial.study.type == "observational"
    assert trial.enrollment == Enrollment(count=30, type="actual")
    assert trial.registry_age is not None
    assert (trial.registry_age.min, trial.registry_age.max) == (AgeValue(value=40, unit="year"), None)


def test_windows_line_ends(trials: Read, data: Path, write: Callable[[str, bytes], Path]) -> None:
    source = (data / "page.txt").read_text("utf-8")
    (trial,) = trials(write("crlf.txt", source.replace("\n", "\r\n").encode()))
    assert trial.trial_id == "NCT09990001"
    assert parts(trial, "conditions") == ["Reflux Disease", "Heartburn"]


def test_criteria_alone_are_no_page(trials: Read, write: Callable[[str, str], Path]) -> None:
    text = "Inclusion criteria\n- gout\n\nExclusion criteria\n- stones\n"
    (trial,) = trials(write("bare.txt", text))
    assert trial.source.format == "text"
    assert trial.trial_id == "bare"
    assert trial.fields == {"eligibility": text}


def test_seeds(trials: Read, shared: Path) -> None:
    (whole,) = trials(shared / "seeds" / "sle_page.txt")
    assert (whole.trial_id, whole.secondary_ids) == ("NCT06458972", ("TJ-IRB20231298",))
    assert whole.study.sponsor == "Tongji Hospital"
    assert whole.enrollment == Enrollment(count=139, type="estimated")
    (truncated,) = trials(shared / "seeds" / "ssc_truncated_page.txt")
    assert truncated.enrollment == Enrollment(count=20, groups=2)
    assert {region.role for region in truncated.regions} == {"description", "eligibility"}


def test_a_page_saved_as_html(trials: Read, data: Path) -> None:
    (trial,) = trials(data / "page.html")
    assert trial.source.format == "html-page"
    assert trial.fields == {"text": (data / "page.html").read_text("utf-8")}
    shown = [(r.role, normalise(trial.fields["text"][r.start : r.end]).text) for r in trial.regions]
    assert shown == [
        ("title", "Evening Walks for Adults With Mild Asthma & Hay Fever"),
        ("conditions", "Asthma"),
        ("conditions", "Hay fever"),
        ("interventions.name", "Walking"),
        ("eligibility", "Inclusion criteria\n\n\n- FEV1 ≥ 60%\n- Asthma\n\nExclusion criteria\n\n\n- Smokers"),
    ]
    assert trial.trial_id == "NCT09990005"
    assert trial.enrollment == Enrollment(count=64, type="estimated")
    assert trial.registry_age is not None
    assert trial.registry_age.min == AgeValue(value=18, unit="year")


def test_html_without_labels_is_refused(write: Callable[[str, str], Path]) -> None:
    (failure,) = open_trials([write("x.html", "<!doctype html><html><body><p>Recipes</p></body></html>")])
    assert isinstance(failure, Failure)
    assert failure.error == "no-labels"
