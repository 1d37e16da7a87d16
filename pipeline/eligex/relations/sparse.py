"""The model over hashed features: their embeddings, a hidden layer, and a second pass over the first's scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ..ner.decoding import softmax
from .context import context_of
from .features import features_of
from .labels import Floats, Labels
from .pairs import Line
from .scene import scene_of

FIELDS = ("embed", "bias", "out", "out_bias", "linear")


@dataclass(slots=True)
class Layer:
    """The weights of one pass: rows of features to hidden units and, directly, to labels."""

    embed: Floats
    bias: Floats
    out: Floats
    out_bias: Floats
    linear: Floats

    def scores(self, summed: Floats, direct: Floats) -> Floats:
        """Return scores of labels from summed embeddings and summed direct weights."""
        hidden = np.maximum(summed + self.bias, 0.0)
        scores: Floats = hidden @ self.out + self.out_bias + direct
        return scores


def hashed(features: Sequence[str]) -> list[int]:
    """Return the hashes of a pair's features, each once."""
    return sorted({crc32(feature.encode()) for feature in features})


class SparseModel:
    """Says what it takes the pairs of a line for, from words, types and what stands between."""

    def __init__(self, held: Mapping[str, Any], labels: Labels) -> None:
        self._hashes: NDArray[np.uint32] = held["hashes"]
        self._layers = tuple(
            Layer(*(held[f"{n}.{field}"].astype(np.float32) * held[f"{n}.{field}.scale"] for field in FIELDS))
            for n in (0, 1)
        )
        self._joining = labels.joining
        self._reverse = labels.reverse()

    def shares(self, line: Line, pairs: Sequence[tuple[int, int]], mask: Floats) -> Floats:
        """Return the probabilities of labels, shape (pairs, labels); ``mask`` is the labels' for the pairs."""
        scene = scene_of(line)
        rows = [self._rows(features_of(scene, i, j)) for i, j in pairs]
        first, second = self._layers
        shares = softmax(first.scores(_summed(first.embed, rows), _summed(first.linear, rows)) + mask)
        context = context_of(pairs, shares, len(line.entities), self._joining, self._reverse)
        words = len(self._hashes)
        summed = _summed(second.embed, rows) + context @ second.embed[words:]
        direct = _summed(second.linear, rows) + context @ second.linear[words:]
        return softmax(second.scores(summed, direct) + mask)

    def _rows(self, features: Sequence[str]) -> NDArray[np.int64]:
        wanted = np.array(hashed(features), np.uint32)
        at = np.searchsorted(self._hashes, wanted)
        at[at == len(self._hashes)] = 0
        kept: NDArray[np.int64] = at[self._hashes[at] == wanted]
        return kept


def _summed(table: Floats, rows: Sequence[NDArray[np.int64]]) -> Floats:
    return np.stack([table[own].sum(0) for own in rows])
