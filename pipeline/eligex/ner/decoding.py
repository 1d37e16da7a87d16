"""Label scores to spans: the best legal BIO sequence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

# Labels are O, B-0, I-0, B-1, I-1 ...: odd ones begin, even ones but 0 continue.


def softmax(scores: Array) -> Array:
    """Turn rows of scores into probabilities."""
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    shares: Array = powers / powers.sum(-1, keepdims=True)
    return shares


def best_labels(scores: Array) -> Array:
    """Return the best legal label of each word.

    ``scores`` are log probabilities up to a constant a word, shape (words, labels), at least one word. The most
    probable labels stand where they are legal. Around a word whose label is not, the best labels of a window are
    taken, whatever stands before it; when they fit what surrounds them, nothing better is to be had, and until then
    the window grows.
    """
    labels: Array = scores.argmax(-1)
    before = np.concatenate([[0], labels[:-1]])
    windows = [(0, 0)]
    for place in np.flatnonzero(~_legal(before, labels)).tolist():
        if place >= windows[-1][1] and not _legal(labels[place - 1] if place else 0, labels[place]):
            windows.append(_settled(scores, labels, windows, place))
    return labels


def _settled(scores: Array, labels: Array, windows: list[tuple[int, int]], place: int) -> tuple[int, int]:
    """Give a window around a word labels that fit; return its first word and the one behind its last.

    It takes in the windows before that it grows into.
    """
    first, end = max(place - 1, 0), place + 1
    while True:
        while first < windows[-1][1]:
            first = windows.pop()[0]
        own = _search(scores[first:end], first)
        left = not first or _legal(labels[first - 1], own[0])
        right = end == len(labels) or _legal(own[-1], labels[end])
        if left and right:
            labels[first:end] = own
            return first, end
        first, end = first - (not left), end + (not right)


def _legal(before: Any, label: Any) -> Any:
    return (label == 0) | (label % 2 == 1) | (before == label) | (before == label - 1)


def _search(scores: Array, first: int) -> list[int]:
    """Return the best legal labels of a window (Viterbi); only at the first word nothing can be continued."""
    path, begin = scores[0].copy(), np.arange(1, scores.shape[1], 2)
    if not first:
        path[2::2] = -np.inf
    back = []
    for own in scores[1:]:
        came = np.full(len(path), path.argmax())
        came[2::2] = begin + (path[2::2] > path[1::2])
        back.append(came)
        path = own + path[came]
    chosen = [int(path.argmax())]
    for came in reversed(back):
        chosen.append(int(came[chosen[-1]]))
    return chosen[::-1]


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
