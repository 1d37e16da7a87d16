"""Decoding gives the best legal sequence."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligex.ner.decoding import balanced, best_labels, spans

_LABELS = 5  # O and two types


def _legal(labels: tuple[int, ...]) -> bool:
    for before, label in zip((0, *labels), labels, strict=False):
        if label > 0 and label % 2 == 0 and before not in (label, label - 1):
            return False
    return True


@given(st.integers(1, 6), st.integers(0, 10_000), st.sampled_from([0.2, 1.0]))
def test_no_legal_sequence_is_better(words: int, seed: int, spread: float) -> None:
    # A small spread makes most words certain, so that the search is over parts of the sequence.
    scores = np.log(np.random.default_rng(seed).dirichlet(np.full(_LABELS, spread), words) + 1e-9)
    found = best_labels(scores).tolist()
    assert _legal(tuple(found))
    options = filter(_legal, itertools.product(range(_LABELS), repeat=words))
    best = max(sum(scores[i, label] for i, label in enumerate(option)) for option in options)
    assert sum(scores[i, label] for i, label in enumerate(found)) == pytest.approx(best)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([0, 1, 2, 0], [(0, 1, 3)]),
        ([1, 1, 2], [(0, 0, 1), (0, 1, 3)]),
        ([1, 3, 4, 4], [(0, 0, 1), (1, 1, 4)]),
        ([0, 0], []),
        ([], []),
    ],
)
def test_spans(labels: list[int], expected: list[tuple[int, int, int]]) -> None:
    assert [span[:3] for span in spans(labels, [0.5] * len(labels))] == expected


@pytest.mark.parametrize(
    ("text", "span", "free", "expected"),
    [
        ("ulcerative colitis ( UC ) or", (0, 4), 6, "ulcerative colitis ( UC )"),
        ("ulcerative colitis ( UC ) or", (0, 4), 4, "ulcerative colitis ( UC"),
        ("( e.g. gout ) or lupus", (2, 4), 6, "gout"),
        ("( gout or lupus )", (0, 2), 5, "gout"),
        ("factor [ VIII ] ( FVIII )", (0, 3), 7, "factor [ VIII ]"),
        ("gout ( acute ) attack", (0, 5), 5, "gout ( acute ) attack"),
        ("( or", (0, 1), 2, "("),
    ],
)
def test_brackets_close_in_the_entity_they_open_in(text: str, span: tuple[int, int], free: int, expected: str) -> None:
    words = text.split()
    start, end = balanced(words, *span, free)
    assert " ".join(words[start:end]) == expected
