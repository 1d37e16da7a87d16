"""Label scores to spans: the best legal BIO sequence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

# Labels are O, B-0, I-0, B-1, I-1 ...: odd ones begin, even ones but 0 continue.
_NEVER = -1e9


def best_labels(scores: Array) -> Array:
    """Return the best legal label of each word.

    ``scores`` are log probabilities up to a constant a word, shape (words, labels), at least one word. The most
    probable labels stand where they are legal; a search is needed only around those that are not.
    """
    labels: Array = scores.argmax(-1)
    before = np.concatenate([[0], labels[:-1]])
    wrong = np.flatnonzero((labels > 0) & (labels % 2 == 0) & (before != labels) & (before != labels - 1))
    if len(wrong):
        for first, last in _windows(scores, labels, wrong):
            labels[first : last + 1] = _search(scores[first : last + 1], labels, first, last)
    return labels


def _windows(scores: Array, labels: Array, wrong: Array) -> Iterator[tuple[int, int]]:
    """Yield first and last word of what is to be searched.

    Beginning an entity where it wrongly continues makes a legal sequence, so the best one loses no more than that
    does. A word whose second label would lose more keeps its label, and parts what is before it from what is behind.
    """
    bound = sum(scores[place, labels[place]] - scores[place, labels[place] - 1] for place in wrong)
    two = np.partition(scores, -2, axis=-1)[:, -2:]
    fixed = np.flatnonzero(two[:, 1] - two[:, 0] > bound)
    last = -1
    for place in wrong.tolist():
        if place > last:
            at = int(fixed.searchsorted(place))
            last = int(fixed[at]) if at < len(fixed) else len(labels) - 1
            yield (int(fixed[at - 1]) if at else 0), last


def _search(scores: Array, labels: Array, first: int, last: int) -> Array:
    """Return the best legal labels of a window; what stands at its borders inside the sequence stays (Viterbi)."""
    scores = scores.copy()
    inner = np.arange(2, scores.shape[1], 2)
    if first > 0:
        _only(scores[0], labels[first])
    else:
        scores[0, inner] = _NEVER
    if last < len(labels) - 1:
        _only(scores[-1], labels[last])
    path = scores[0]
    back = np.empty(scores.shape, np.int64)
    for word in range(1, len(scores)):
        best = path.argmax()
        back[word] = best
        step = path[best] + scores[word]
        begun, going = path[inner - 1], path[inner]
        step[inner] = np.maximum(begun, going) + scores[word, inner]
        back[word, inner] = np.where(begun >= going, inner - 1, inner)
        path = step
    chosen = np.empty(len(scores), np.int64)
    chosen[-1] = path.argmax()
    for word in range(len(scores) - 1, 0, -1):
        chosen[word - 1] = back[word, chosen[word]]
    return chosen


def _only(scores: Array, label: int) -> None:
    kept = scores[label]
    scores[:] = _NEVER
    scores[label] = kept


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


def balanced(words: Sequence[str], start: int, end: int, free: int) -> tuple[int, int]:
    """Return an entity's words, first and behind the last, so that brackets opened in it close in it.

    A closing bracket right behind is taken in where ``free`` (the first word of the next entity or text) allows it; one
    without its partner at either end is left out. Of the entities in Chia and LCT, one in 1,500 is not balanced.
    """
    for opening, closing in _BRACKETS:
        if _surplus(words[start:end], opening, closing) > 0 and end < free and words[end] == closing:
            end += 1
        if end - start > 1:
            surplus = _surplus(words[start:end], opening, closing)
            start += surplus > 0 and words[start] == opening
            end -= surplus < 0 and words[end - 1] == closing
    return start, end


_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))


def _surplus(words: Sequence[str], opening: str, closing: str) -> int:
    return words.count(opening) - words.count(closing)
