"""An exact index of names by their character 3-grams, in the shape scispaCy's CandidateGenerator asks for.

scispaCy 0.6.2 builds an approximate index that Python 3.11 refuses and that differs from run to run. This one gives
the same neighbours each time: the true nearest by cosine, as far as they reach ``floor``. A name that shares none of
the rarest grams of a mention cannot reach the floor, so only the lists of those grams are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

_GRAM = 3


class GramVectorizer:
    """Turns names into unit vectors of their character 3-grams, each weighed by its rarity."""

    def __init__(self, grams: Sequence[str], weights: npt.NDArray[np.float32]) -> None:
        self._columns = {gram: column for column, gram in enumerate(grams)}
        self._weights = weights

    @classmethod
    def fit(cls, names: Sequence[str]) -> GramVectorizer:
        """Weigh the grams of some names: the logarithm of how many names there are for one that holds it, plus one."""
        counts: dict[str, int] = {}
        for name in names:
            for gram in set(_grams(name)):
                counts[gram] = counts.get(gram, 0) + 1
        grams = sorted(counts)
        held = np.array([counts[gram] for gram in grams], dtype=np.float64)
        return cls(grams, (np.log((1 + len(names)) / (1 + held)) + 1).astype(np.float32))

    def transform(self, names: Sequence[str]) -> sparse.csr_matrix:
        """Return one row a name; grams no known name has are left out of it."""
        data: list[float] = []
        columns: list[int] = []
        ends = [0]
        for name in names:
            row = self._row(name)
            columns += row
            data += row.values()
            ends.append(len(columns))
        shape = (len(names), len(self._columns))
        return sparse.csr_matrix((np.array(data, np.float32), np.array(columns, np.int32), ends), shape=shape)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return what a vectorizer is rebuilt from."""
        return {"grams": np.array(list(self._columns), dtype=f"U{_GRAM}"), "weights": self._weights}

    def _row(self, name: str) -> dict[int, float]:
        row: dict[int, float] = {}
        for gram in _grams(name):
            column = self._columns.get(gram)
            if column is not None:
                row[column] = row.get(column, 0.0) + float(self._weights[column])
        norm = sum(value * value for value in row.values()) ** 0.5
        return {column: value / norm for column, value in sorted(row.items())}


def _grams(name: str) -> list[str]:
    padded = f" {name} "
    return [padded[n : n + _GRAM] for n in range(len(padded) - _GRAM + 1)]


class GramIndex:
    """Nearest names by cosine, exact above ``floor``; stands in for an nmslib index."""

    def __init__(self, vectors: sparse.csr_matrix, floor: float) -> None:
        self._vectors = vectors
        self._lists = vectors.tocsc()
        self._floor = floor

    def knnQueryBatch(
        self, queries: sparse.csr_matrix, k: int = 10
    ) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]]:
        """Return (names, cosine distances) of each query, nearest first, equal ones by their number."""
        return [self._nearest(queries.getrow(n), k) for n in range(queries.shape[0])]

    def _nearest(self, query: sparse.csr_matrix, k: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        rows = self._sharing(query)
        dense = np.zeros(query.shape[1], dtype=np.float32)
        dense[query.indices] = query.data
        scores = self._vectors[rows] @ dense
        # scispaCy cannot take an empty answer, so the best of what was looked at stays, whatever its score.
        kept = scores >= min(self._floor, scores.max())
        rows, scores = rows[kept], scores[kept]
        order = np.lexsort((rows, -scores))[:k]
        return rows[order], 1 - scores[order]

    def _sharing(self, query: sparse.csr_matrix) -> npt.NDArray[np.int64]:
        """Return the names that share a gram of the query's rarest, as many grams as the floor asks for."""
        starts, ends = self._lists.indptr[query.indices], self._lists.indptr[query.indices + 1]
        order = np.argsort(ends - starts, kind="stable")
        # What the grams after this one could still give together, if they were all a name had (Cauchy-Schwarz).
        rest = np.sqrt(np.maximum(0.0, 1 - np.cumsum(query.data[order] ** 2)))
        needed = int(np.searchsorted(-rest, -self._floor)) + 1
        lists = [self._lists.indices[starts[n] : ends[n]] for n in order[:needed]]
        shared: npt.NDArray[np.int64] = np.unique(np.concatenate(lists)).astype(np.int64)
        return shared
