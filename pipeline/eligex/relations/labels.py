"""The labels of a model of relations, and which of them fit which types of entities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

NONE = ""
_FORBIDDEN = np.float32(-1e9)
_TURNED = {">": "<", "<": ">"}


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
        return [place.get(name[:-1] + _TURNED[name[-1]], 0) if name else 0 for name in self.names]

    def numbers(self, labels: Sequence[str]) -> NDArray[np.int64]:
        """Return the places of labels, that of no relation for those too rare to be learned."""
        place = {name: i for i, name in enumerate(self.names)}
        return np.array([place.get(label, 0) for label in labels], np.int64)

    def mask(self, types: Sequence[tuple[str, str]]) -> Floats:
        """Return what keeps a pair from labels its types never had, as addends of scores."""
        rows = np.full((len(types), len(self.names)), _FORBIDDEN, np.float32)
        for row, pair in enumerate(types):
            rows[row, self.allowed[pair]] = 0.0
        return rows
