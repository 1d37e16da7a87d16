"""Second-pass features: what the first pass said of the other pairs of the line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

KINDS = 6
"""Columns a label: own probability, the best rival of each end, what coordination carries over, the line's mean."""
_PASSES = 2
_NEGLIGIBLE = 0.02


def context_of(
    pairs: Sequence[tuple[int, int]], scores: Floats, count: int, joining: Sequence[int], reverse: Sequence[int]
) -> Floats:
    """Return a row of ``KINDS`` blocks for each pair.

    ``scores`` are first-pass probabilities (pairs by labels, the label of no relation first); ``joining`` are the
    labels of coordination; ``reverse`` names the label of the same type in the other direction.
    """
    first = np.array([i for i, _ in pairs])
    second = np.array([j for _, j in pairs])
    grid = np.zeros((count, count, scores.shape[1]), np.float32)
    grid[first, second] = scores
    grid[second, first] = np.where(np.array(reverse) > 0, scores[:, reverse], 0.0)
    grid[:, :, 0] = 0.0
    joined = np.zeros((count, count), np.float32)
    joined[first, second] = joined[second, first] = scores[:, list(joining)].sum(-1)
    joined = _closure(joined)
    blocks = [scores, _rival(grid, first, second), _rival(grid.transpose(1, 0, 2), second, first)]
    for one, other, flip in ((first, second, False), (second, first, True)):
        carried = np.empty_like(scores)
        for row, (i, j) in enumerate(zip(one, other, strict=True)):
            through = grid[:, j] if not flip else grid[j]
            carried[row] = (joined[i][:, None] * through).max(0)
        blocks.append(carried)
    blocks.append(np.broadcast_to(scores.mean(0), scores.shape))
    rows: Floats = np.concatenate(blocks, axis=1)
    rows[rows < _NEGLIGIBLE] = 0.0
    return rows


def _rival(grid: Floats, one: NDArray[np.int64], other: NDArray[np.int64]) -> Floats:
    """Return for each pair the best score of another partner of its second entity."""
    rows = np.empty((len(one), grid.shape[2]), np.float32)
    for row, (i, j) in enumerate(zip(one, other, strict=True)):
        column = grid[:, j].copy()
        column[i] = 0.0
        rows[row] = column.max(0)
    return rows


def _closure(joined: Floats) -> Floats:
    """Return how likely two entities stand in one coordination, directly or through others."""
    for _ in range(_PASSES):
        joined = np.maximum(joined, (joined[:, :, None] * joined[None, :, :]).max(1))
    np.fill_diagonal(joined, 0.0)
    return joined
