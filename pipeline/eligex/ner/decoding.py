"""Label scores to spans: the best legal BIO sequence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    probable labels stand where they are legal as a whole; a search is needed only where they are not.
    """
    labels: Array = scores.argmax(-1)
    before = np.concatenate([[0], labels[:-1]])
    wrong = np.flatnonzero((labels > 0) & (labels % 2 == 0) & (before != labels) & (before != labels - 1))
    if not len(wrong):
        return labels
    lost = scores - scores.max(-1, keepdims=True)
    losses = _losses(lost, labels.tolist(), int(wrong[0]))
    for first, end in _parts(lost, wrong, losses.sum()):
        # No label that alone loses more than a legal sequence does is part of the best one.
        labels[first:end] = _search(_options(lost[first:end], -losses[first:end].sum() - _ROUNDING))
    return labels


_ROUNDING = 1e-5


def _losses(lost: Array, labels: list[int], first: int) -> Array:
    """Return what each word loses where, from the first wrong one on, each takes its best label that is legal then."""
    losses = np.zeros(len(labels))
    for place in range(first, len(labels)):
        label, before = labels[place], labels[place - 1] if place else 0
        if label and not label % 2 and before not in (label, label - 1):
            own = lost[place].copy()
            own[2::2] = -np.inf
            inner = before + before % 2
            own[inner] = lost[place, inner]
            labels[place] = int(own.argmax())
            losses[place] = -own[labels[place]]
    return losses


def _parts(lost: Array, wrong: Array, bound: float) -> Iterator[tuple[int, int]]:
    """Yield the parts to be searched, first word and behind the last; no entity of the best labels leaves its part."""
    borders = np.flatnonzero(lost[:, 2::2].max(-1) < -bound - _ROUNDING)
    end = 0
    for place in wrong.tolist():
        if place >= end:
            at = int(borders.searchsorted(place, side="right"))
            end = int(borders[at]) if at < len(borders) else len(lost)
            yield (int(borders[at - 1]) if at else 0), end


Options = list[list[tuple[int, float]]]
"""The labels of each word that are worth a thought, with their scores."""


def _options(lost: Array, least: float) -> Options:
    options: Options = [[] for _ in lost]
    words, labels = np.nonzero(lost >= least)
    for word, label, score in zip(words.tolist(), labels.tolist(), lost[words, labels].tolist(), strict=True):
        options[word].append((label, score))
    return options


def _search(options: Options) -> list[int]:
    """Return the best legal sequence of the labels given (Viterbi)."""
    path = {label: score for label, score in options[0] if label % 2 or not label}
    back: list[dict[int, int]] = []
    for own in options[1:]:
        best = max(path, key=path.__getitem__)
        step, came = {}, {}
        for label, score in own:
            source: int | None = best
            if label and not label % 2:
                source = max((one for one in (label - 1, label) if one in path), key=path.__getitem__, default=None)
            if source is not None:
                step[label], came[label] = path[source] + score, source
        back.append(came)
        path = step
    chosen = [max(path, key=path.__getitem__)]
    for came in reversed(back):
        chosen.append(came[chosen[-1]])
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
