"""The encoder of a model package, run by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from ..ner.pieces import WordPieces
from ..networks import open_network
from .labels import Floats
from .reading import Reader, Reading

GRAPH, HEADS, TYPES, VOCABULARY = "encoder.onnx", "encoder.npz", "encoder.json", "vocab.txt"


class Encoder:
    """Turns lines into vectors, on one thread; one encoder serves all corpora of a package."""

    def __init__(self, folder: Path) -> None:
        told = orjson.loads((folder / TYPES).read_bytes())
        self.reader = Reader(WordPieces((folder / VOCABULARY).read_text("utf-8").splitlines()), told["types"])
        self.heads: Mapping[str, Any] = np.load(BytesIO((folder / HEADS).read_bytes()), allow_pickle=False)
        self.corpora: list[str] = told["corpora"]
        self.parts: dict[str, float] = told["parts"]
        self._session = open_network(folder / GRAPH)

    def state(self, reading: Reading, corpus: str) -> Floats:
        """Return the vectors of a line's pieces, shape (pieces, width).

        Lines are run one by one: 8-bit scales are set by what is run together, and a line must not depend on others.
        """
        given = {
            "pieces": np.array([reading.pieces]),
            "marks": reading.marks[None],
            "corpus": np.array([self.corpora.index(corpus)]),
        }
        state: Floats = self._session.run(None, given)[0][0]
        return state


@cache
def encoder_of(folder: Path) -> Encoder | None:
    """Return the encoder of a folder, None where the folder holds none."""
    return Encoder(folder) if (folder / GRAPH).is_file() else None
