"""A line as the encoder reads it: word pieces, marks of the entities on them, and the shape of each pair."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..ner.pieces import WordPieces
from ..words import WORD
from .pairs import Entity, Line

Ints = NDArray[np.int64]

LONGEST = 500
"""Pieces of a line that are read, as the encoder has places for; entities behind them count as standing at the end."""
MARKS = 6
"""Marks a piece holds: 0 for none, ``3 * type`` at an entity's first piece, one more inside, two more at its last."""
SHAPES = (13, 12, 5, 16, 25)
"""How many values each part of a pair's shape has: words between, entities between, nesting, rivals, their number."""
_STEPS = (0, 1, 2, 3, 4, 6, 9, 13, 19, 28, 40, 60)


@dataclass(slots=True)
class Reading:
    """What the encoder and the head over it read of a line.

    ``pieces``: ids (length); ``marks``: (length, MARKS); ``first``, ``last``: the pieces of each entity's ends;
    ``pairs``: (pairs, 2) entities; ``shape``: (pairs, parts of SHAPES).
    """

    pieces: list[int]
    marks: Ints
    first: Ints
    last: Ints
    pairs: Ints
    shape: Ints


class Reader:
    """Reads lines with a vocabulary of pieces and the numbers of entity types (from 1)."""

    def __init__(self, pieces: WordPieces, types: dict[str, int]) -> None:
        self._pieces = pieces
        self._types = types

    def read(self, line: Line, pairs: Sequence[tuple[int, int]]) -> Reading:
        """Lay out a line and its candidate pairs."""
        words = [(match.start(), match.end()) for match in WORD.finditer(line.text)]
        ids, starts = [self._pieces.start[0]], []
        for start, end in words:
            starts.append(len(ids))
            ids += self._pieces.cut(line.text[start:end])
        starts.append(len(ids))
        ids = [*ids[: LONGEST - 1], self._pieces.line_end[0]]
        spans = [_words_of(entity, words) for entity in line.entities]
        cap = max(len(ids) - 2, 0)
        first = np.array([min(starts[a], cap) for a, _ in spans])
        last = np.array([min(max(starts[b + 1] - 1, starts[a]), cap) for a, b in spans])
        marks = self._marks(line, first, last, len(ids))
        return Reading(ids, marks, first, last, np.array(pairs), _shapes(line.entities, spans, pairs))

    def _marks(self, line: Line, first: Ints, last: Ints, length: int) -> Ints:
        marks = np.zeros((length, MARKS), np.int64)
        used = np.zeros(length, np.int64)
        for (label, _, _), start, end in zip(line.entities, first, last, strict=True):
            number = self._types.get(label)
            if number is None:
                continue
            for place, mark in [(start, 0), *((p, 1) for p in range(start + 1, end + 1)), (end, 2)]:
                if used[place] < MARKS:
                    marks[place, used[place]] = 3 * number + mark
                    used[place] += 1
        return marks


def _words_of(entity: Entity, words: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the first and the last word that an entity touches."""
    if not words:
        return 0, -1
    first = min(bisect_right(words, entity[1], key=lambda word: word[1]), len(words) - 1)
    return first, max(first, bisect_left(words, entity[2], key=lambda word: word[0]) - 1)


def _shapes(entities: Sequence[Entity], spans: Sequence[tuple[int, int]], pairs: Sequence[tuple[int, int]]) -> Ints:
    alike: dict[str, list[int]] = defaultdict(list)
    for place, (label, _, _) in enumerate(entities):
        alike[label].append(place)
    rows = np.zeros((len(pairs), len(SHAPES)), np.int64)
    for row, (i, j) in enumerate(pairs):
        heads, tails = alike[entities[i][0]], alike[entities[j][0]]
        between_heads = min(bisect_left(heads, j) - bisect_left(heads, i) - 1, 3)
        between_tails = min(bisect_left(tails, j) - bisect_right(tails, i), 3)
        rows[row] = (
            bisect_left(_STEPS, max(0, spans[j][0] - spans[i][1] - 1)),
            min(j - i - 1, 11),
            _nesting(entities[i], entities[j]),
            4 * between_heads + between_tails,
            5 * min(len(heads), 4) + min(len(tails), 4),
        )
    return rows


def _nesting(one: Entity, other: Entity) -> int:
    if one[2] <= other[1]:
        return int(one[2] == other[1])
    if one[1:] == other[1:]:
        return 2
    return 3 if other[2] <= one[2] else 4
