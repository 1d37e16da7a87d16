"""Label scores to spans: the best legal BIO sequence, for a whole batch at a time."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

# Labels are O, B-0, I-0, B-1, I-1 ...: odd ones begin, even ones but 0 continue.
_NEVER = -1e9


def best_labels(scores: Array, lengths: Array) -> Array:
    """Return the best legal label of each word, shape (batch, words).

    ``scores`` are log probabilities up to a constant a word, shape (batch, words, labels); words behind a sequence's
    length get 0. Sequences whose most probable labels are legal as they stand need no search.
    """
    greedy: Array = scores.argmax(-1)
    inside = np.arange(scores.shape[1])[None, :] < lengths[:, None]
    greedy[~inside] = 0
    before = np.concatenate([np.zeros((len(greedy), 1), greedy.dtype), greedy[:, :-1]], axis=1)
    continues = (greedy > 0) & (greedy % 2 == 0)
    legal = ~continues | (before == greedy) | (before == greedy - 1)
    wrong = np.flatnonzero(~legal.all(axis=1))
    if len(wrong):
        greedy[wrong] = _viterbi(scores[wrong], inside[wrong])
    return greedy


def _viterbi(scores: Array, inside: Array) -> Array:
    batch, words, labels = scores.shape
    inner = np.arange(2, labels, 2)
    path = scores[:, 0].copy()
    path[:, inner] = _NEVER
    back = np.zeros((words, batch, labels), np.int64)
    for word in range(1, words):
        best = path.argmax(1)
        step = path[np.arange(batch), best][:, None] + scores[:, word]
        back[word] = best[:, None]
        begun, going = path[:, inner - 1], path[:, inner]
        step[:, inner] = np.maximum(begun, going) + scores[:, word][:, inner]
        back[word][:, inner] = np.where(begun >= going, inner - 1, inner)
        stays = ~inside[:, word]
        step[stays] = path[stays]
        back[word][stays] = np.arange(labels)
        path = step
    chosen = np.zeros((batch, words), np.int64)
    chosen[:, -1] = path.argmax(1)
    for word in range(words - 1, 0, -1):
        chosen[:, word - 1] = back[word][np.arange(batch), chosen[:, word]]
    chosen[~inside] = 0
    return chosen


def spans(labels: list[int], confidence: list[float]) -> list[tuple[int, int, int, float]]:
    """Return (type, first word, word behind the last, mean confidence) of each entity in a legal sequence."""
    found: list[tuple[int, int, int, float]] = []
    start = 0
    for place, label in enumerate([*labels, 0]):
        open_type = (labels[start] + 1) // 2 if start < place and labels[start] else 0
        if open_type and label != 2 * open_type:
            found.append((open_type - 1, start, place, sum(confidence[start:place]) / (place - start)))
            start = place
        elif not open_type:
            start = place
    return found
