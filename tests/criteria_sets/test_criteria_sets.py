"""Named criteria sets: sentences, the contract of offsets, the trial's context, the catalogue's lint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from eligex.criteria_sets import read_mentions
from eligex.criteria_sets.lint import lint_criteria_sets
from eligex.criteria_sets.squeeze import Squeezed
from eligex.extractors.criteria_sets import CriteriaSets
from eligex.lexicons.rows.criteria_sets import criteria_sets
from eligex.unit import Context, DocumentView, Finding, Passage, Unit

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "criteria_sets.yml").read_text(encoding="utf-8"))
PHRASE = "ACR EULAR WHO criteria ( ) / , 2010 2019ACR revised of the DSM-IV RECIST 1.1 gout or and"
WORDS = [*PHRASE.split(), "\n"]


def read(text: str, section: str = "inclusion", title: str = "", conditions: tuple[str, ...] = ()) -> list[Finding]:
    context = Context(title=title, conditions=conditions)
    unit = Unit(text=text, section=section, context=context)
    return list(CriteriaSets()(DocumentView((Passage("eligibility", text, 0),), (unit,), context)))


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_sentences(case: dict[str, Any]) -> None:
    found = read(case["text"])
    assert len(found) == len(case["sets"]), [case["text"][f["start"] : f["end"]] for f in found]
    for finding, wanted in zip(found, case["sets"], strict=True):
        said = {**finding, "text": case["text"][finding["start"] : finding["end"]]}
        said |= {key: list(said[key]) for key in ("organizations", "candidates")}
        if not said["resolved"]:
            assert said["id"]
            said["id"] = ""
        assert {key: said[key] for key in wanted} == wanted


def test_the_trial_says_which_disease_is_meant() -> None:
    assert read("Fulfils the 2010 ACR/EULAR criteria")[0]["id"] == "ra-acr-eular-2010"
    assert read("Fulfils the ACR criteria", conditions=("Fibromyalgia",))[0]["id"] == "fm-acr"
    assert not read("Fulfils the 1990 ACR criteria", title="A study of asthma")[0]["resolved"]


def test_the_section_gives_the_role() -> None:
    assert [read("Migraine by ICHD-3", section=s)[0]["role"] for s in ("inclusion", "exclusion", "other")] == [
        "inclusion",
        "exclusion",
        "mention",
    ]


def test_an_exclusion_is_not_read_with_the_trials_disease() -> None:
    found = read("Any DSM-5 axis I disorder", section="exclusion", conditions=("Schizophrenia",))
    assert found[0]["id"] == "mental-dsm-5"


def test_offsets_count_in_the_document() -> None:
    passages = (Passage("title", "A trial", 0), Passage("summary", "Gout by the\n 1977 ACR criteria.", 9))
    found = list(CriteriaSets()(DocumentView(passages, (), Context())))
    document = "A trial\n\n" + passages[1].text
    assert [document[f["start"] : f["end"]] for f in found] == ["1977 ACR criteria"]
    assert found[0]["role"] == "mention"


def test_the_tables_are_sound() -> None:
    assert lint_criteria_sets() == []


def test_the_catalogue_is_large_and_dated() -> None:
    rows = criteria_sets().values()
    assert len([row for row in rows if row.year]) >= 500
    assert len({row.disease for row in rows}) >= 300


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_mentions_lie_in_the_text_and_in_order(text: str) -> None:
    squeezed = Squeezed(text)
    mentions = read_mentions(squeezed.text)
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(squeezed.text)
        start, end = squeezed.span(mention.start, mention.end)
        assert "".join(text[start:end].split()) == "".join(squeezed.text[mention.start : mention.end].split())
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab (\n-–.1*", max_size=60))
def test_squeezing_keeps_every_character(text: str) -> None:
    squeezed = Squeezed(text)
    for offset, char in enumerate(squeezed.text):
        if not char.isspace() and char != "-":
            assert text[squeezed.source(offset)] == char
