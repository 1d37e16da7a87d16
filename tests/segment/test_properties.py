"""What segmentation promises of any text."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligex.segment import Segmentation, segment

_FRAGMENTS = [
    *(
        "Inclusion Criteria:",
        "Exclusion criteria",
        "EXCLUSION:",
        "DISEASE CHARACTERISTICS:",
        "--Patient Characteristics--",
    ),
    *(
        "Age:",
        "Patients must have:",
        "any of the following:",
        "1.",
        "2)",
        "(3)",
        "a)",
        "iv.",
        "1.1",
        "-",
        "•",
        "*",
        "o",
    ),
    *(
        "No prior chemotherapy",
        "Platelet count at least 100,000/mm3",
        "Must be willing",
        "AST ≤ 2.5 x ULN",
        "e.g. asthma",
    ),
    *("allowed", "OR", "F.1.2 Adults (18-64 years) yes", "None", "; ", ". ", "(see", ")", "[", "\n", "\n\n", "\n   "),
    *(
        "\u2028",
        "\x1c",
        "** ",
        "#",
        "Hepatic: Bilirubin normal",
        "1-2 weeks",
        "18 years",
        "E. coli infection",
        "①",
        "\t",
    ),
]
_TEXTS = st.one_of(
    st.lists(st.sampled_from(_FRAGMENTS), max_size=30).map(" ".join),
    st.lists(st.sampled_from(_FRAGMENTS), max_size=30).map("".join),
    st.text(max_size=200),
    st.text(alphabet="aA1.()-•*; \n:i)", max_size=120),
)


def _covered(text: str, found: Segmentation) -> list[bool]:
    marks = [char.isspace() for char in text]
    spans = [(c.full_start, c.end) for c in found.criteria] + [(h.start, h.end) for h in found.headings]
    spans += [(w.start, w.end) for w in found.warnings if w.start is not None and w.end is not None]
    for start, end in spans:
        marks[start:end] = [True] * (end - start)
    return marks


@given(_TEXTS)
@settings(max_examples=400, deadline=None)
def test_nothing_is_lost(text: str) -> None:
    found = segment(text)
    assert all(_covered(text, found))


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_spans_are_ordered_exact_and_apart(text: str) -> None:
    found = segment(text)
    spans = sorted([(c.full_start, c.end) for c in found.criteria] + [(h.start, h.end) for h in found.headings])
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    for item in found.criteria:
        assert item.full_start <= item.start < item.end
        assert item.text == text[item.start : item.end]
        assert not item.text[-1].isspace()
        assert not item.text[0].isspace()


@given(_TEXTS)
@settings(max_examples=200, deadline=None)
def test_ids_count_and_parents_come_first(text: str) -> None:
    found = segment(text)
    levels: dict[str, int] = {}
    for item in found.criteria:
        assert item.id not in levels
        assert item.id[0] == {"inclusion": "I", "exclusion": "E", "other": "O"}[item.section]
        assert item.level == (levels[item.parent] + 1 if item.parent else 1)
        levels[item.id] = item.level


@given(_TEXTS)
@settings(max_examples=200, deadline=None)
def test_the_nearest_heading_decides_the_section(text: str) -> None:
    found = segment(text)
    for item in found.criteria:
        above = [heading.section for heading in found.headings if heading.start < item.start]
        if above and above[-1] != "other":
            assert item.section == above[-1]


@given(_TEXTS, st.sampled_from([None, "inclusion", "exclusion"]))
@settings(max_examples=100, deadline=None)
def test_same_text_same_result(text: str, default: str | None) -> None:
    assert segment(text, default) == segment(text, default)  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "No prior therapy ",
        "a) ",
        "1. x ",
        "(",
        ") ",
        "1.1.1 ",
        "- ",
        "Inclusion Criteria: ",
        "x; ",
        "Xy. ",
        "• ",
        "\n- a",
        "o\n",
    ],
)
def test_time_grows_with_length_alone(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    begun = time.perf_counter()
    segment(text)
    assert time.perf_counter() - begun < 8


def test_empty_text() -> None:
    assert segment("") == Segmentation()
    assert segment(" \n ") == Segmentation()
