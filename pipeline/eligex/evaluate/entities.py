"""Entities of a trained model against Chia or LCT, strict and relaxed, with bootstrap intervals over trials.

The protocol: Chia's fifteen concept types, or LCT's general entities; discontinuous spans by their hull, of overlapping
spans the longest, spans over a line end left out, micro F1 over all. Relaxed: the same type and any overlap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from .brat import Brat, read_brat
from .records import Scores
from .tally import Tally, by_tenths, overlap

TYPES = (
    "Condition", "Drug", "Procedure", "Measurement", "Value", "Temporal", "Observation", "Person", "Device",
    "Qualifier", "Negation", "Multiplier", "Mood", "Visit", "Reference_point",
)  # fmt: skip
# LCT's general layer: what stands for itself, not the parts of a comparison or the bare names inside an entity.
LCT_TYPES = (
    "Condition", "Procedure", "Drug", "Observation", "Eq-Comparison", "Modifier", "Assertion", "Negation", "Study",
    "Life-Stage-And-Gender", "Age", "Severity", "Stability", "Location", "Polarity", "Encounter", "Acuteness",
    "Language", "Contraindication", "Allergy", "Exception", "Risk", "Family-Member", "Provider", "Coreference",
    "Indication", "Other", "Immunization", "Organism", "Ethnicity", "Death", "Birth", "Specimen", "Insurance",
)  # fmt: skip
TYPES_OF = {"chia": TYPES, "lct": LCT_TYPES}

Entity = tuple[str, int, int]
Predict = Callable[[Sequence[str]], list[list[Entity]]]
"""Lines of a text to the entities of each, offsets in the line."""


@dataclass
class Counts:
    """What the scores are computed from, for one trial."""

    hits: int = 0
    found: int = 0
    gold: int = 0
    found_near: int = 0
    gold_near: int = 0


@dataclass
class EntityScores(Scores):
    """Tallies by type, and counts by trial for intervals."""

    trials: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))

    def summary(self, rounds: int = 1000, seed: int = 0) -> list[dict[str, object]]:
        """Return strict and relaxed F1, each with its 95 % bootstrap interval over trials."""
        table = np.array([[c.hits, c.found, c.gold, c.found_near, c.gold_near] for c in self.trials.values()], float)
        picks = np.random.default_rng(seed).integers(0, len(table), (rounds, len(table)))
        rows: list[dict[str, object]] = []
        for name, function in (("strict", _strict), ("relaxed", _relaxed)):
            samples = np.sort([function(table[pick].sum(0)) for pick in picks])
            low, high = samples[int(0.025 * rounds)], samples[int(0.975 * rounds)]
            interval = [round(float(low), 4), round(float(high), 4)]
            rows.append({"name": name, "F1": round(function(table.sum(0)), 4), "interval": interval})
        return rows


def _f1(precision: float, recall: float) -> float:
    return float(2 * precision * recall / (precision + recall)) if precision + recall else 0.0


def _strict(sums: np.ndarray) -> float:  # type: ignore[type-arg]
    hits, found, gold = sums[:3]
    return _f1(hits / max(found, 1), hits / max(gold, 1))


def _relaxed(sums: np.ndarray) -> float:  # type: ignore[type-arg]
    _, found, gold, found_near, gold_near = sums
    return _f1(found_near / max(found, 1), gold_near / max(gold, 1))


def gold_entities(path: Path, text: str, types: Sequence[str] = TYPES) -> set[Entity]:
    """Return the entities of an annotation file by the protocol."""
    return entities_of(read_brat(path), text, types)


def entities_of(brat: Brat, text: str, types: Sequence[str]) -> set[Entity]:
    """Return the entities among a text's annotations by the protocol."""
    hulls = {hull for hull in map(brat.hull, brat.texts) if hull[0] in types}
    return {e for e in flat(hulls) if "\n" not in text[e[1] : e[2]].strip()}


def flat(entities: Iterable[Entity]) -> set[Entity]:
    """Keep the longest of overlapping entities (of equal length the first, then by label)."""
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda e: (e[1] - e[2], e[1], e[0])):
        if not any(overlap(entity[1:], other[1:]) for other in kept):
            kept.append(entity)
    return set(kept)


def score_entities(folder: Path, predict: Predict, types: Sequence[str] = TYPES) -> EntityScores:
    """Score a model on the ``.ann`` files of a folder; a trial is the part of the file name before ``_``."""
    scores = EntityScores()
    for label in types:
        scores.tallies[label]
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        gold, found = gold_entities(path, text, types), found_entities(text, predict)
        for entity in gold | found:
            _count(scores.tallies[entity[0]], entity, gold, found, path.stem, text)
        counts = scores.trials[path.stem.split("_")[0]]
        counts.hits += len(gold & found)
        counts.found += len(found)
        counts.gold += len(gold)
        counts.found_near += sum(_near(entity, gold) for entity in found)
        counts.gold_near += sum(_near(entity, found) for entity in gold)
    return scores


def reliability(
    folder: Path, tagger: Callable[[Sequence[str]], list[list[Any]]], types: Sequence[str] = TYPES
) -> list[dict[str, object]]:
    """Return, by tenths of confidence, how many entities were found and how many were right; last the ECE.

    The expected calibration error is the mean distance between confidence and share of right ones, weighted by count.
    """
    found: list[tuple[float, bool]] = []
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        gold = gold_entities(path, text, types)
        start = 0
        for line, entities in zip(text.split("\n"), tagger(text.split("\n")), strict=True):
            found += [(e.confidence, (e.label, e.start + start, e.end + start) in gold) for e in entities]
            start += len(line) + 1
    return by_tenths(found, "confidence")


def found_entities(text: str, predict: Predict) -> set[Entity]:
    """Return the entities that a model finds in a text, line by line."""
    lines = text.split("\n")
    found: set[Entity] = set()
    start = 0
    for line, entities in zip(lines, predict(lines), strict=True):
        found |= {(label, first + start, last + start) for label, first, last in entities}
        start += len(line) + 1
    return found


def _near(entity: Entity, others: set[Entity]) -> bool:
    return any(entity[0] == other[0] and overlap(entity[1:], other[1:]) for other in others)


def _count(tally: Tally, entity: Entity, gold: set[Entity], found: set[Entity], name: str, text: str) -> None:
    shown = (name, {"type": entity[0], "start": entity[1], "text": text[entity[1] : entity[2]]})
    if entity in gold and entity in found:
        tally.tp += 1
    elif entity in gold:
        tally.fn += 1
        tally.missed.append(shown)
    else:
        tally.fp += 1
        tally.false.append(shown)
