"""Normalisation: what it changes, what it leaves, and that it always finds the way back."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from eligex.normalise import Normalised, normalise

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "normalise.yml").read_text(encoding="utf-8"))
PIECES = st.sampled_from(
    [
        *[
            "18 years",
            " ",
            "\n",
            "\r\n",
            "\\>",
            "\\",
            "&lt;",
            "&amp;gt;",
            "&",
            ";",
            "<br>",
            "<p>",
            "<",
            ">",
            "=",
            " or =",
            "½",
            "10",
            "⁹",
            "mm²",
            "â‰¥",
            "√ó",
            "√Ç¬∞",
            "（",
            "１",
            "_x000D_",
            "—",
            "≦",
            "= 3",
            "é",
            "İ",
        ],
        "\u200b",
        "\u00a0",
        "\x00",
    ]
)
MESSY = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=80))


def flagged(done: Normalised, source: str, code: str) -> list[str]:
    return [source[a:b] for flag in done.warnings if flag.code == code for a, b in flag.spans]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["source"][:40])
def test_cases(case: dict[str, Any]) -> None:
    done = normalise(case["source"])
    assert done.text == case["text"]
    assert flagged(done, case["source"], "operator-suspect") == case.get("suspect", [])
    assert flagged(done, case["source"], "markup-removed") == case.get("markup", [])


def test_spans_point_into_the_source() -> None:
    source = "Hb \\>= 9 g/dL<br>&#8805; 3×10⁹/L"
    done = normalise(source)
    for wanted in (">= 9", "g/dL", "≥ 3", "10^9/L"):
        start = done.text.index(wanted)
        first, last = done.span(start, start + len(wanted))
        assert normalise(source[first:last]).text == wanted or wanted == "10^9/L"
    start = done.text.index("^9")
    assert source[slice(*done.span(start, start + 2))] == "⁹"


@settings(deadline=None)
@given(MESSY)
def test_every_character_has_its_place_in_the_source(source: str) -> None:
    done = normalise(source)
    spans = [done.span(index, index + 1) for index in range(len(done.text))]
    assert all(0 <= start < end <= len(source) for start, end in spans)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans))
    if spans:
        assert done.span(0, len(done.text)) == (spans[0][0], spans[-1][1])


@settings(deadline=None)
@given(MESSY)
def test_nothing_visible_is_lost_without_a_flag(source: str) -> None:
    done = normalise(source)
    covered = set()
    for index, char in enumerate(done.text):
        if not char.isspace():
            covered.update(range(*done.span(index, index + 1)))
    for flag in done.warnings:
        for start, end in flag.spans:
            covered.update(range(start, end))
    assert not [char for index, char in enumerate(source) if index not in covered and not char.isspace()]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("abcXYZ 0189.,:;()-/%+*\n\t≥≤°×éüß'\""), max_size=200))
def test_clean_text_stays(source: str) -> None:
    done = normalise(source)
    assert done.text == source
    assert not done.layers


def test_a_megabyte_takes_well_under_a_second() -> None:
    line = "- ANC ≥ 1.5 x 10^9/L and no infection within 4 weeks of the first dose, as judged by the physician\n"
    source = line * (1_000_000 // len(line))
    began = time.perf_counter()
    assert normalise(source).text == source
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("unit", ["<", "&", "= ", "age ", " ", "⁹", "—", "<a b=", "√", "10"])
def test_hostile_runs_are_linear(unit: str) -> None:
    source = "age" + unit * 50_000
    began = time.perf_counter()
    assert len(re.sub(r"\s", "", normalise(source).text)) <= len(source)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("\n    Inclusion:\n\n      -  Gout for\n         a year\n  ", "\nInclusion:\n\n  -  Gout for\n     a year\n"),
        ("  a\n    b", "a\n  b"),
        ("Inclusion:\n  - a\n  - b", "Inclusion:\n  - a\n  - b"),
        (" a\n b", " a\n b"),
        ("    one line", "    one line"),
    ],
)
def test_the_margin_of_all_lines_goes(source: str, text: str) -> None:
    done = normalise(source)
    assert done.text == text
    for start, char in enumerate(text):
        if not char.isspace():
            place, end = done.span(start, start + 1)
            assert source[place:end] == char
