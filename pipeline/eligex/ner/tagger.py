"""The tagger: lines of text in, typed character spans out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson

from ..errors import ConfigError
from ..extras import need
from ..networks import open_network
from ..words import WORD
from .decoding import Array, balanced, best_labels, softmax, spans
from .pieces import Row, WordPieces

LAYER = "chia"
"""The annotation layer that is read unless another is asked for."""
_LONGEST = 160
"""Words in a sequence; a model reads several lines at once, as it was trained to."""
_MODEL, _VOCABULARY, _LABELS = "model.onnx", "vocab.txt", "labels.json"


@dataclass(frozen=True, slots=True)
class Span:
    """An entity in a text."""

    label: str
    start: int
    end: int
    confidence: float


@dataclass(slots=True)
class _Sequence:
    """What the model reads at once: rows of word pieces, and the words they stand for."""

    rows: list[Row]
    words: list[tuple[int, int, int, int]]
    """(row, text, start, end) of each word."""


class Tagger:
    """Runs an exported model on one thread; a model may have several layers of types, and one of them is read."""

    def __init__(self, files: dict[str, bytes], layer: str = LAYER) -> None:
        self.files = files
        said = orjson.loads(files[_LABELS])
        if layer not in said["layers"]:
            raise ConfigError(f"the model has no layer {layer!r}; it has {', '.join(said['layers'])}")
        self.layer = layer
        self.layers = list(said["layers"])
        self.labels: list[str] = said["layers"][layer]["types"]
        self._temperature: float = said["layers"][layer]["temperature"]
        # Packages before 0.3 leave nothing out.
        self._least: float = said["layers"][layer].get("least", 0.0)
        self._pieces = WordPieces(files[_VOCABULARY].decode().splitlines())
        runtime = need("onnxruntime", "models")
        self._run_options = runtime.RunOptions()
        # Or the other layers' outputs would be computed and thrown away.
        self._run_options.only_execute_path_to_fetches = True
        self._session = open_network(files[_MODEL])
        # A model has its outputs in the order of its layers.
        self._output: str = self._session.get_outputs()[list(said["layers"]).index(layer)].name

    @classmethod
    def from_folder(cls, folder: Path, layer: str = LAYER) -> Tagger:
        """Read a model's files; raise ConfigError when one is missing."""
        try:
            return cls({name: (folder / name).read_bytes() for name in (_MODEL, _VOCABULARY, _LABELS)}, layer)
        except OSError as error:
            raise ConfigError(f"{folder}: not a model of eligex: {error}") from error

    def __call__(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return the entities of each text; neighbours are read together, a line end between them."""
        found: list[list[Span]] = [[] for _ in texts]
        for sequence in self._sequences(texts):
            for text, span in self._read(sequence, texts):
                found[text].append(span)
        return found

    def _read(self, sequence: _Sequence, texts: Sequence[str]) -> Iterator[tuple[int, Span]]:
        """Yield the entities of a sequence with the number of their text, which they end with."""
        places = sequence.words
        words = [texts[text][start:end] for _, text, start, end in places]
        read = spans(*self._labels(sequence))
        behind = [*(start for _, start, _, _ in read[1:]), len(places)]
        for (kind, first, end, confidence), free in zip(read, behind, strict=False):
            if confidence < self._least:
                continue
            text = places[first][1]
            limit = next((place for place in range(first, free) if places[place][1] != text), free)
            first, end = balanced(words, first, min(end, limit), limit)
            yield text, Span(self.labels[kind], places[first][2], places[end - 1][3], confidence)

    def entities(self, texts: Sequence[str]) -> list[list[tuple[str, int, int]]]:
        """Return (label, start, end) of the entities of each text."""
        return [[(span.label, span.start, span.end) for span in found] for found in self(texts)]

    def _sequences(self, texts: Iterable[str]) -> Iterator[_Sequence]:
        current = _Sequence([self._pieces.start], [])
        for number, text in enumerate(texts):
            words = [(match.start(), match.end()) for match in WORD.finditer(text)]
            for first in range(0, len(words), _LONGEST):
                part = words[first : first + _LONGEST]
                if current.words and len(current.rows) + len(part) > _LONGEST:
                    yield current
                    current = _Sequence([self._pieces.start], [])
                for start, end in part:
                    current.words.append((len(current.rows), number, start, end))
                    current.rows.append(self._pieces.row(text[start:end]))
                current.rows.append(self._pieces.line_end)
        if current.words:
            yield current

    def _labels(self, sequence: _Sequence) -> tuple[list[int], list[float]]:
        """Return the label of each word and its probability."""
        scores = self.scores(sequence.rows)[[word[0] for word in sequence.words]]
        labels = best_labels(scores)
        return labels.tolist(), softmax(scores / self._temperature)[np.arange(len(labels)), labels].tolist()

    def scores(self, rows: Sequence[Row]) -> Array:
        """Return the label scores of a sequence of rows of pieces, shape (rows, labels)."""
        scores: Array = self._session.run([self._output], _given(rows), self._run_options)[0][0]
        return scores

    def scores_by_layer(self, rows: Sequence[Row]) -> dict[str, Array]:
        """Return the label scores of every layer."""
        return {name: own[0] for name, own in zip(self.layers, self._session.run(None, _given(rows)), strict=True)}


def _given(rows: Sequence[Row]) -> dict[str, Array]:
    return {"words": np.array([rows], np.int64)}
