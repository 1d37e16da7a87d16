"""The trained model of relations: feature embeddings, a hidden layer, and a second pass over the first's scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zlib import crc32

import numpy as np
import orjson
from numpy.typing import NDArray

from ..errors import ConfigError
from .context import context_of
from .features import features_of
from .pairs import Entity, lines_of, pairs_of
from .scene import scene_of

Floats = NDArray[np.float32]
Predicted = tuple[str, int, int, float]
"""Type, places of head and tail among the entities, probability."""

NONE = ""
_FORBIDDEN = np.float32(-1e9)
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


@dataclass(slots=True)
class Labels:
    """The labels of a model: a type and its direction, ``>`` where the head comes first; which fit which types."""

    names: list[str]
    allowed: dict[tuple[str, str], list[int]]
    joining: list[int]

    @property
    def known(self) -> frozenset[tuple[str, str]]:
        """The pairs of entity types that may be related."""
        return frozenset(self.allowed)

    def reverse(self) -> list[int]:
        """Return for each label that of the same type in the other direction, 0 where there is none."""
        place = {name: i for i, name in enumerate(self.names)}
        turned = {">": "<", "<": ">"}
        return [place.get(name[:-1] + turned[name[-1]], 0) if name else 0 for name in self.names]

    def mask(self, types: Sequence[tuple[str, str]]) -> Floats:
        """Return what keeps a pair from labels its types never had, as addends of scores."""
        rows = np.full((len(types), len(self.names)), _FORBIDDEN, np.float32)
        for row, pair in enumerate(types):
            rows[row, self.allowed[pair]] = 0.0
        return rows


def softmax(scores: Floats) -> Floats:
    """Turn rows of scores into probabilities."""
    powers = np.exp(scores - scores.max(1, keepdims=True))
    shares: Floats = powers / powers.sum(1, keepdims=True)
    return shares


def hashed(features: Sequence[str]) -> list[int]:
    """Return the hashes of a pair's features, each once."""
    return sorted({crc32(feature.encode()) for feature in features})


class RelationModel:
    """Finds relations between the entities of a text."""

    def __init__(self, hashes: NDArray[np.uint32], layers: tuple[Layer, Layer], labels: Labels) -> None:
        self._hashes = hashes
        self._layers = layers
        self.labels = labels
        self._known = labels.known
        self._reverse = labels.reverse()

    @classmethod
    def from_folder(cls, folder: Path, corpus: str) -> RelationModel:
        """Read the files of a corpus's model; raise ConfigError when one is missing."""
        weights, names = folder / f"{corpus}.npz", folder / f"{corpus}.json"
        if not (weights.is_file() and names.is_file()):
            raise ConfigError(f"{folder}: no relation model of {corpus} ({weights.name} and {names.name})")
        return cls.from_bytes(weights.read_bytes(), names.read_bytes())

    @classmethod
    def from_bytes(cls, weights: bytes, names: bytes) -> RelationModel:
        """Read a model from its two files' contents."""
        held = np.load(BytesIO(weights), allow_pickle=False)
        told = orjson.loads(names)
        layers = tuple(
            Layer(*(held[f"{n}.{field}"].astype(np.float32) * held[f"{n}.{field}.scale"] for field in FIELDS))
            for n in (0, 1)
        )
        allowed = {(one, other): own for one, other, own in told["allowed"]}
        return cls(held["hashes"], (layers[0], layers[1]), Labels(told["labels"], allowed, told["joining"]))

    def relations(self, text: str, entities: Sequence[Entity]) -> list[Predicted]:
        """Return the relations within each line, in text order of their pairs."""
        found: list[Predicted] = []
        for line in lines_of(text, entities):
            pairs = pairs_of(line, self._known)
            if not pairs:
                continue
            scene = scene_of(line)
            rows = [self._rows(features_of(scene, i, j)) for i, j in pairs]
            mask = self.labels.mask([(line.entities[i][0], line.entities[j][0]) for i, j in pairs])
            shares = self._shares(pairs, rows, mask, len(line.entities))
            found += self._best(shares, [(line.places[i], line.places[j]) for i, j in pairs])
        return found

    def _rows(self, features: Sequence[str]) -> NDArray[np.int64]:
        wanted = np.array(hashed(features), np.uint32)
        at = np.searchsorted(self._hashes, wanted)
        at[at == len(self._hashes)] = 0
        kept: NDArray[np.int64] = at[self._hashes[at] == wanted]
        return kept

    def _shares(
        self, pairs: Sequence[tuple[int, int]], rows: Sequence[NDArray[np.int64]], mask: Floats, count: int
    ) -> Floats:
        first, second = self._layers
        shares = softmax(first.scores(_summed(first.embed, rows), _summed(first.linear, rows)) + mask)
        context = context_of(pairs, shares, count, self.labels.joining, self._reverse)
        words = len(self._hashes)
        summed = _summed(second.embed, rows) + context @ second.embed[words:]
        direct = _summed(second.linear, rows) + context @ second.linear[words:]
        return softmax(second.scores(summed, direct) + mask)

    def _best(self, shares: Floats, places: Sequence[tuple[int, int]]) -> Iterator[Predicted]:
        for row, (one, other) in zip(shares, places, strict=True):
            best = int(row.argmax())
            name = self.labels.names[best]
            if name != NONE:
                head, tail = (one, other) if name[-1] == ">" else (other, one)
                yield name[:-1], head, tail, round(float(row[best]), 4)


def _summed(table: Floats, rows: Sequence[NDArray[np.int64]]) -> Floats:
    return np.stack([table[own].sum(0) for own in rows])
