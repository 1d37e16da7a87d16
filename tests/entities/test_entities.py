"""What a sentence's entities are: sentence cases from tests/cases, and properties of the layer."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from eligex.entities.chunks import chunks
from eligex.entities.classify import word_classifier
from eligex.entities.layer import entities
from eligex.entities.lint import lint_entities
from eligex.entities.tokens import tokenise
from eligex.extractors.sex import create_sex
from eligex.extractors.volunteers import create_volunteers
from eligex.unit import Context, Finding, Unit

CASES = Path(__file__).parent.parent / "cases"
KINDS = ("condition", "drug", "procedure", "observation")


def cases(name: str) -> list[Any]:
    found = yaml.safe_load((CASES / f"{name}.yml").read_text("utf-8"))
    return [pytest.param(case, id=case["text"][:60]) for case in found]


def shown(finding: Finding) -> list[str]:
    return [finding["kind"], finding["text"]]


@pytest.mark.parametrize("case", [case for name in KINDS for case in cases(name)])
def test_entities_of_a_sentence(case: dict[str, Any]) -> None:
    unit = Unit(text=case["text"], context=Context(abbreviations=case.get("abbreviations", {})))
    found = entities(unit)
    assert [shown(finding) for finding in found] == case["finds"]
    for index, fields in case.get("fields", {}).items():
        assert {key: found[index].get(key) for key in fields} == fields


@pytest.mark.parametrize("case", cases("sex"))
def test_sex_and_volunteers(case: dict[str, Any]) -> None:
    unit = Unit(text=case["text"], section=case.get("section", "inclusion"))
    assert next((f["value"] for f in create_sex()(unit)), None) == case["sex"]
    assert [f["text"] for f in create_volunteers()(unit)] == case.get("volunteers", [])


def test_tables_are_clean() -> None:
    assert lint_entities() == []


@pytest.mark.parametrize(
    ("word", "tag"),
    [
        ("nephritis", "C"),
        ("diagnosis", "X"),
        ("hysterectomy", "P"),
        ("dichotomy", "U"),
        ("infliximab", "D"),
        ("co-infection", "C"),
        ("anti-cd30", "D"),
        ("steroid-dependent", "M"),
        ("oncogenic", "M"),
        ("patients", "X"),
        ("crohn's", "C"),
    ],
)
def test_tag_of_a_word(word: str, tag: str) -> None:
    assert word_classifier().tag(word) == tag


PIECES = (
    "severe|heart|liver|or|and|,|disease|failure|of the|kidney|no|prior|chemotherapy|with|hepatitis|(|)|/|B|renal|.|;|"
    "transplant|allergic|to|penicillin|unable|comply|within|4|weeks|unless|stable|study|drug|smoking|HIV"
)
WORDS = st.sampled_from(PIECES.split("|"))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=30).map(" ".join)))
def test_findings_lie_in_the_text_in_order(text: str) -> None:
    found = entities(Unit(text=text))
    assert all(0 <= f["start"] < f["end"] <= len(text) for f in found)
    assert [f["start"] for f in found] == sorted(f["start"] for f in found)
    assert all(left["end"] <= right["start"] for left, right in pairwise(found))
    for finding in found:
        if "spans" not in finding:
            assert " ".join(text[finding["start"] : finding["end"]].split()) == finding["text"]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=100))
def test_tokens_cover_all_that_is_not_blank(text: str) -> None:
    tokens = tokenise(text)
    assert len(tokens.words) == len(tokens.starts) == len(tokens.ends)
    assert "".join(text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)) == "".join(text.split())


@given(st.text(alphabet="CDPVLkcbdepAMBRQUXNJ,FGTYO", max_size=60))
def test_chunks_do_not_overlap(line: str) -> None:
    found = list(chunks(line))
    assert all(chunk.first <= chunk.last < len(line) for chunk in found)
    assert all(left.last < right.first for left, right in pairwise(found))
