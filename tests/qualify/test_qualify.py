"""What surrounds a finding: negation, status, windows and exceptions, by sentence cases; and what may never happen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from eligex.components.extract import Extract
from eligex.qualify import qualify
from eligex.registry import import_rooms
from eligex.unit import Finding, Unit

CASES = Path(__file__).parent.parent / "cases"
NAMES = ("measurement", "window", "pregnancy", "consent", "allergy", "drug", "procedure", "device", "condition")


@pytest.fixture(scope="session")
def extract() -> Extract:
    """The criterion extractors that these cases need, in the default order."""
    import_rooms("eligex.extractors")
    made = {name: spacy.registry.extractors.get(f"{name}.v1")() for name in (*NAMES, "observation")}
    return Extract(made)


def cases(name: str) -> list[Any]:
    found = yaml.safe_load((CASES / f"{name}.yml").read_text("utf-8"))
    return [pytest.param(case, id=case["text"][:60]) for case in found]


def shown(finding: Finding, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return of a finding what a case states."""
    said: dict[str, Any] = {}
    for key in wanted:
        if key == "window":
            said[key] = [[w.get("value"), w.get("unit")] for w in finding.get("window", [])]
        elif key == "exception":
            inner = finding.get("exception", [])
            said[key] = [shown(x, w) for x, w in zip(inner, wanted[key], strict=len(inner) == len(wanted[key]))]
        else:
            said[key] = finding.get(key)
    return said


@pytest.mark.parametrize("case", cases("qualify"))
def test_qualified(case: dict[str, Any], extract: Extract) -> None:
    parent = Unit(text=case["under"]) if "under" in case else None
    if parent:
        qualify(parent, extract.read(parent))
    unit = Unit(text=case["text"], section=case.get("section", "exclusion"), parent=parent)
    found = qualify(unit, extract.read(unit))
    assert [f.get("text") for f in found] == [wanted["text"] for wanted in case["finds"]]
    for finding, wanted in zip(found, case["finds"], strict=True):
        assert shown(finding, wanted) == wanted


def every(findings: list[Finding]) -> Iterator[Finding]:
    for finding in findings:
        yield finding
        yield from every(finding.get("exception", []))


PIECES = (
    "no history of|asthma|or|,|and|within 4 weeks|except|unless|stable|prior|surgery|chemotherapy|(|)|.|; |other than|"
    "skin cancer|are allowed|Patients with|at least 3 months since|who are pregnant|unable to|not|5 half-lives|HIV"
)
TEXTS = st.lists(st.sampled_from(PIECES.split("|")), min_size=1, max_size=14).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(["inclusion", "exclusion", "other"]))
def test_no_window_and_no_finding_is_lost(extract: Extract, text: str, section: str) -> None:
    unit = Unit(text=text, section=section)
    read = extract.read(unit)
    found = list(every(qualify(unit, [dict(finding) for finding in read])))
    windows = {(w["start"], w["end"]) for f in found for w in f.get("window", [])}
    assert {(f["start"], f["end"]) for f in read if f["kind"] == "window"} <= windows
    places = {(f["kind"], f["start"], f["end"]) for f in found}
    circumstances = [f for f in found if f["kind"] == "other"]
    for finding in read:
        end = finding["start"] + len(text[finding["start"] : finding["end"]].rstrip(" ,;."))
        inside = any(f["start"] <= finding["start"] and end <= f["end"] for f in circumstances)
        assert finding["kind"] == "window" or inside or (finding["kind"], finding["start"], finding["end"]) in places
    assert all(0 <= f["start"] < f["end"] <= len(text) for f in found)


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=60).filter(lambda text: any(char.isalnum() for char in text)))
def test_an_exclusion_is_never_empty(extract: Extract, text: str) -> None:
    unit = Unit(text=text, section="exclusion")
    says_nothing = ("note", "nb", "n.b", "none", "nil", "na", "n/a", "n a", "see ", "no ")
    if not text.rstrip().endswith(":") and not text.strip(" .-*").lower().startswith(says_nothing):
        assert qualify(unit, extract.read(unit))
