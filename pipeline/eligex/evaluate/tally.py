"""Counting and matching that all measurements share."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Tally:
    """True and false positives, misses, and the items behind the last two."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    missed: list[tuple[str, Any]] = field(default_factory=list)
    false: list[tuple[str, Any]] = field(default_factory=list)

    def scores(self) -> tuple[float, float, float]:
        """Return precision, recall and F1."""
        precision = self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0
        recall = self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0
        total = precision + recall
        return precision, recall, 2 * precision * recall / total if total else 0.0

    def as_row(self, name: str) -> dict[str, Any]:
        """Return counts and scores, rounded to four digits, under a name."""
        p, r, f = self.scores()
        row = {"name": name, "tp": self.tp, "fp": self.fp, "fn": self.fn}
        return row | {"P": round(p, 4), "R": round(r, 4), "F1": round(f, 4)}


@dataclass
class Accuracy:
    """How many of the decided cases were right."""

    right: int = 0
    n: int = 0

    def add(self, ok: bool) -> None:
        """Count one case."""
        self.right += ok
        self.n += 1

    def as_row(self, name: str) -> dict[str, Any]:
        """Return count and share under a name."""
        return {"name": name, "n": self.n, "accuracy": round(self.right / self.n, 4) if self.n else None}


Gold = dict[str, Any]
Same = Callable[[Gold, Any], bool]


def match(
    gold: Sequence[Gold], found: Sequence[Any], same: Same, optional: Callable[[Gold], bool], tally: Tally, tag: str
) -> list[tuple[Gold, Any]]:
    """Match one to one, greedily in gold order, optional gold last; return the pairs.

    Optional gold is neither missed nor counted; a second reading of an already matched item is no false alarm.
    """
    used: set[int] = set()
    pairs = []
    for item in sorted(gold, key=optional):
        hit = next((i for i, other in enumerate(found) if i not in used and same(item, other)), None)
        if hit is not None:
            used.add(hit)
            pairs.append((item, found[hit]))
        if optional(item):
            continue
        if hit is None:
            tally.fn += 1
            tally.missed.append((tag, item))
        else:
            tally.tp += 1
    for i, other in enumerate(found):
        if i not in used and not any(same(item, other) for item in gold):
            tally.fp += 1
            tally.false.append((tag, other))
    return pairs


def overlap(a: Sequence[int], b: Sequence[int]) -> bool:
    """Tell whether two (start, end) spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def unique(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Drop repeated dicts, keeping order."""
    return list({json.dumps(item, sort_keys=True): item for item in reversed(items)}.values())[::-1]


def by_tenths(found: Sequence[tuple[float, bool]], name: str) -> list[dict[str, object]]:
    """Return, by tenths of how sure each finding is, how many there are and what share is right; last the ECE.

    The expected calibration error is the mean distance between the two, weighted by count.
    """
    rows: list[dict[str, object]] = []
    error = 0.0
    for tenth in range(10):
        own = [(sure, right) for sure, right in found if min(int(sure * 10), 9) == tenth]
        if own:
            mean, share = sum(sure for sure, _ in own) / len(own), sum(right for _, right in own) / len(own)
            error += abs(mean - share) * len(own) / len(found)
            rows.append({name: round(mean, 3), "right": round(share, 3), "n": len(own)})
    return [*rows, {"name": "expected calibration error", "value": round(error, 4)}]
