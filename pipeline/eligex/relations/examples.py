"""Annotated texts as training rows: hashed features, types and labels of every candidate pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .features import features_of
from .gold import OR, Annotated
from .labels import NONE, Labels
from .pairs import lines_of, pairs_of
from .scene import scene_of
from .sparse import hashed

# Chia's AND joins what is told of one thing, not the members of a list.
_JOINING = {"chia": frozenset({OR}), "lct": frozenset({"Or", "And"})}


@dataclass(slots=True)
class Group:
    """The candidate pairs of a line: their first row and how many entities the line has."""

    start: int
    pairs: list[tuple[int, int]]
    count: int


@dataclass(slots=True)
class Examples:
    """The candidate pairs of texts, in order."""

    hashes: list[list[int]] = field(default_factory=list)
    types: list[tuple[str, str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    trials: list[str] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def known_pairs(documents: Sequence[Annotated], least: int) -> frozenset[tuple[str, str]]:
    """Return the pairs of types, in text order, that were related at least so often."""
    seen: Counter[tuple[str, str]] = Counter()
    for document in documents:
        for _, one, other in document.relations:
            a, b = min(one, other), max(one, other)
            seen[document.entities[a][0], document.entities[b][0]] += 1
    return frozenset(pair for pair, times in seen.items() if times >= least)


def gold_labels(document: Annotated) -> dict[tuple[int, int], str]:
    """Return the label of each related pair, in text order; of two relations between a pair the first by name."""
    gold: dict[tuple[int, int], str] = {}
    for kind, head, tail in sorted(document.relations):
        gold.setdefault((min(head, tail), max(head, tail)), kind + (">" if head < tail else "<"))
    return gold


def examples_of(documents: Sequence[Annotated], known: frozenset[tuple[str, str]]) -> Examples:
    """Lay out the candidate pairs of texts."""
    found = Examples()
    for document in documents:
        gold = gold_labels(document)
        for line in lines_of(document.text, document.entities):
            pairs = pairs_of(line, known)
            if not pairs:
                continue
            found.groups.append(Group(len(found.labels), pairs, len(line.entities)))
            scene = scene_of(line)
            for i, j in pairs:
                found.hashes.append(hashed(features_of(scene, i, j)))
                found.types.append((line.entities[i][0], line.entities[j][0]))
                found.labels.append(gold.get((line.places[i], line.places[j]), NONE))
                found.trials.append(document.trial)
    return found


def labels_of(examples: Examples, corpus: str, least: int) -> Labels:
    """Return the labels seen at least so often, and which of them each pair of types has had."""
    times = Counter(examples.labels)
    names = [NONE, *sorted(name for name, n in times.items() if name != NONE and n >= least)]
    place = {name: i for i, name in enumerate(names)}
    allowed: dict[tuple[str, str], set[int]] = defaultdict(lambda: {0})
    for pair, label in zip(examples.types, examples.labels, strict=True):
        allowed[pair].add(place.get(label, 0))
    joining = [i for i, name in enumerate(names) if name[:-1] in _JOINING[corpus]]
    return Labels(names, {pair: sorted(own) for pair, own in sorted(allowed.items())}, joining)


def kept_hashes(examples: Examples, least: int) -> NDArray[np.uint32]:
    """Return the hashes of features that at least so many pairs have, sorted."""
    flat = np.fromiter((value for row in examples.hashes for value in row), np.uint32)
    values, times = np.unique(flat, return_counts=True)
    kept: NDArray[np.uint32] = values[times >= least]
    return kept
