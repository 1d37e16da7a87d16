"""The head over the encoder: what two entities' pieces, and those between them, say about their relation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..ner.decoding import softmax
from .context import context_of
from .labels import Floats, Labels
from .reading import SHAPES, Ints, Reading

_EPSILON = 1e-5


class Head:
    """The trained head of a corpus, in NumPy; ``held`` are the arrays that training names alike.

    A first pass scores each pair by itself; a second sees what the first said of the other pairs of the line.
    """

    def __init__(self, held: Mapping[str, Any], corpus: str, labels: Labels) -> None:
        own = f"tasks.{corpus}."
        self._weights: dict[str, Floats] = {
            name.removeprefix(own): held[name].astype(np.float32)
            for name in held
            if name.startswith(own) or not name.startswith("tasks.")
        }
        self._types = {pair: number for number, pair in enumerate(labels.allowed)}
        self._joining = labels.joining
        self._reverse = labels.reverse()

    def shares(self, state: Floats, reading: Reading, types: Sequence[tuple[str, str]], mask: Floats) -> Floats:
        """Return the probabilities of labels, shape (pairs, labels).

        ``state`` are the encoder's vectors (pieces, width); ``types`` and ``mask`` are those of the pairs.
        """
        vectors = self._pairs(state, reading, np.array([self._types[pair] for pair in types]))
        scores = self._linear(vectors, "out") + mask
        count = len(reading.first)
        context = context_of(reading.pairs.tolist(), softmax(scores), count, self._joining, self._reverse)
        again = vectors + self._linear(context, "context")
        again += _gelu(self._linear(again, "inner_again"))
        return softmax(scores + self._linear(again, "out_again"))

    def _pairs(self, state: Floats, reading: Reading, types: Ints) -> Floats:
        ends = np.concatenate([state[reading.first], state[reading.last]], axis=1)
        one, other = reading.pairs.T
        vectors = self._linear(ends, "one")[one] + self._linear(ends, "other")[other]
        vectors += self._linear(_between(state, reading), "between")
        meeting = np.tanh(self._linear(ends, "one_meets"))[one] * np.tanh(self._linear(ends, "other_meets"))[other]
        vectors += meeting @ self._weights["meeting.weight"].T
        for part in range(len(SHAPES)):
            vectors += self._weights[f"shape.{part}.weight"][reading.shape[:, part]]
        vectors = _gelu(self._normal(vectors + self._weights["types.weight"][types]))
        return vectors + _gelu(self._linear(vectors, "inner"))

    def _linear(self, rows: Floats, name: str) -> Floats:
        product: Floats = rows @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return product

    def _normal(self, rows: Floats) -> Floats:
        centred = rows - rows.mean(1, keepdims=True)
        scaled: Floats = centred / np.sqrt((centred**2).mean(1, keepdims=True) + _EPSILON)
        return scaled * self._weights["norm.weight"] + self._weights["norm.bias"]


def _between(state: Floats, reading: Reading) -> Floats:
    """Return the mean vector of the pieces between the two entities of each pair, zeros where there are none."""
    sums = np.concatenate([np.zeros_like(state[:1]), state.cumsum(0)])
    one, other = reading.pairs.T
    start = reading.last[one] + 1
    end = np.maximum(reading.first[other], start)
    mean: Floats = (sums[end] - sums[start]) / np.maximum(end - start, 1)[:, None]
    return mean


def _gelu(rows: Floats) -> Floats:
    """The Gaussian error linear unit in its approximation by tanh."""
    bent: Floats = 0.5 * rows * (1 + np.tanh(0.7978845608 * (rows + 0.044715 * rows**3)))
    return bent
