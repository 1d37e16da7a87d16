"""Decoding gives the best legal sequence."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligex.ner.decoding import best_labels, spans

_LABELS = 5  # O and two types


def _legal(labels: tuple[int, ...]) -> bool:
    for before, label in zip((0, *labels), labels, strict=False):
        if label > 0 and label % 2 == 0 and before not in (label, label - 1):
            return False
    return True


@given(st.integers(1, 4), st.integers(0, 10_000))
def test_no_legal_sequence_is_better(words: int, seed: int) -> None:
    scores = np.log(np.random.default_rng(seed).dirichlet(np.ones(_LABELS), (2, 4)))
    lengths = np.array([words, 4])
    found = best_labels(scores, lengths)
    for row, length in enumerate(lengths):
        labels = tuple(found[row, :length].tolist())
        assert _legal(labels)
        options = filter(_legal, itertools.product(range(_LABELS), repeat=int(length)))
        best = max(sum(scores[row, i, label] for i, label in enumerate(option)) for option in options)
        assert sum(scores[row, i, label] for i, label in enumerate(labels)) == pytest.approx(best)
    assert (found[0, words:] == 0).all()


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
