"""The trained model of relations: an encoder of trial text and a model over hashed features, their mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
import orjson

from ..errors import ConfigError
from ..ner.decoding import softmax
from .encoder import Encoder, encoder_of
from .head import Head
from .labels import Floats, Labels
from .pairs import Entity, Line, lines_of, pairs_of
from .sparse import SparseModel

Predicted = tuple[str, int, int, float]
"""Type, places of head and tail among the entities, probability."""

LEAST = 0.4
"""The probability from which a relation is told: F1 is best at half the F1 reached (Lipton et al. 2014)."""
_TINY = 1e-6


class RelationModel:
    """Finds relations between the entities of a text; without an encoder, by hashed features alone."""

    def __init__(self, weights: bytes, names: bytes, corpus: str, encoder: Encoder | None = None) -> None:
        told = orjson.loads(names)
        self.labels = Labels(told["labels"], {(a, b): own for a, b, own in told["allowed"]}, told["joining"])
        self._known = self.labels.known
        self._sparse = SparseModel(np.load(BytesIO(weights), allow_pickle=False), self.labels)
        self._corpus = corpus
        self._encoder = encoder
        self._head = Head(encoder.heads, corpus, self.labels) if encoder else None
        self._part = encoder.parts[corpus] if encoder else 0.0

    @classmethod
    def from_folder(cls, folder: Path, corpus: str) -> RelationModel:
        """Read the files of a corpus's model; raise ConfigError when one is missing."""
        weights, names = folder / f"{corpus}.npz", folder / f"{corpus}.json"
        if not (weights.is_file() and names.is_file()):
            raise ConfigError(f"{folder}: no relation model of {corpus} ({weights.name} and {names.name})")
        return cls(weights.read_bytes(), names.read_bytes(), corpus, encoder_of(folder))

    def relations(self, text: str, entities: Sequence[Entity]) -> list[Predicted]:
        """Return the relations within each line, in text order of their pairs."""
        found: list[Predicted] = []
        for line in lines_of(text, entities):
            pairs = pairs_of(line, self._known)
            if pairs:
                found += self._best(self.shares(line, pairs), [(line.places[i], line.places[j]) for i, j in pairs])
        return found

    def shares(self, line: Line, pairs: Sequence[tuple[int, int]]) -> Floats:
        """Return the probabilities of labels for pairs of a line's entities, shape (pairs, labels)."""
        types = [(line.entities[i][0], line.entities[j][0]) for i, j in pairs]
        mask = self.labels.mask(types)
        sparse = self._sparse.shares(line, pairs, mask)
        if self._encoder is None or self._head is None:
            return sparse
        reading = self._encoder.reader.read(line, pairs)
        state = self._encoder.state(reading, self._corpus)
        return mixed(self._head.shares(state, reading, types, mask), sparse, self._part)

    def _best(self, shares: Floats, places: Sequence[tuple[int, int]]) -> Iterator[Predicted]:
        for row, (one, other) in zip(shares, places, strict=True):
            # The first label is none of the others.
            best = 1 + int(row[1:].argmax())
            name = self.labels.names[best]
            if row[best] >= LEAST:
                head, tail = (one, other) if name[-1] == ">" else (other, one)
                yield name[:-1], head, tail, round(float(row[best]), 4)


def mixed(one: Floats, other: Floats, part: float) -> Floats:
    """Return the weighted geometric mean of two distributions; ``part`` is the first one's weight."""
    return softmax(part * np.log(one + _TINY) + (1 - part) * np.log(other + _TINY))
