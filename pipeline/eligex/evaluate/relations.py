"""Relations between gold entities of Chia and LCT, with bootstrap intervals over trials.

The protocol: the entities are given (discontinuous ones by their hull); a relation is a typed directed pair of them;
micro F1 over all types, on trials that training has not seen.

Chia (Kury et al. 2020): ends of the fifteen concept types; the types of its guideline (the stray ``multi``, ``v-AND``
and ``causal`` are left out); a line ``* OR T1 T2 T3`` gives every pair of its members, without direction, so that a
group of n alternatives counts n(n-1)/2 times.

LCT (Dobbins et al. 2022): the general layer, without the parts of a comparison and without the bare names inside an
entity; relations and event arguments alike, the argument's role (without number) as type; an argument that points at
a bare name points at its entity. The published R-BERT figure (.852) rests on its authors' own selection of relations.

End to end, the entities are those that an entity model finds: a relation is right when its type and both typed spans
are; gold stays the same, so what no entity model can find (overlapping entities) counts as missed.

Relations with another end, over a line's end or between types never related in training count as missed when both
ends are entities by the above, and are left out otherwise (``left_out`` says how many).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..relations.gold import Annotated, Relation, read_relations, undirected
from ..relations.model import RelationModel
from ..relations.pairs import Entity
from .entities import Predict as PredictEntities
from .entities import found_entities
from .records import Scores
from .tally import by_tenths

Predict = Callable[[str, Sequence[Entity]], dict[Relation, float]]
"""A text and its entities to relations between them and their probabilities."""
Find = Callable[[str], list[Entity]]
"""A text to its entities."""


@dataclass
class RelationScores(Scores):
    """Tallies by type, and hits, found and gold by trial for intervals."""

    trials: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    left_out: int = 0
    sure: list[tuple[float, bool]] = field(default_factory=list)
    """Probability of each relation found, and whether it was right."""

    def summary(self, rounds: int = 1000, seed: int = 0) -> dict[str, object]:
        """Return precision, recall and micro F1, the last with its 95 % bootstrap interval over trials."""
        table = np.array(list(self.trials.values()), float).reshape(-1, 3)
        hits, found, gold = table.sum(0)
        picks = np.random.default_rng(seed).integers(0, len(table), (rounds, len(table)))
        samples = np.sort([_f1(table[pick].sum(0)) for pick in picks])
        return {
            "name": "all",
            "P": round(hits / max(found, 1.0), 4),
            "R": round(hits / max(gold, 1.0), 4),
            "F1": round(_f1(table.sum(0)), 4),
            "interval": [round(float(samples[int(share * rounds)]), 4) for share in (0.025, 0.975)],
            "gold": int(gold),
            "left_out": self.left_out,
        }

    def reliability(self) -> list[dict[str, object]]:
        """Return, by tenths of probability, how many relations were found and right; last the calibration error."""
        return by_tenths(self.sure, "probability")


def predictor(model: RelationModel) -> Predict:
    """Return a model's relations in the form that gold has: alternatives without direction, in text order."""

    def predict(text: str, entities: Sequence[Entity]) -> dict[Relation, float]:
        found = model.relations(text, entities)
        return {undirected((kind, head, tail)): sure for kind, head, tail, sure in found}

    return predict


def finder(lines: PredictEntities) -> Find:
    """Return an entity model's entities of a whole text, in text order."""
    return lambda text: sorted(found_entities(text, lines), key=lambda entity: entity[1])


def _f1(sums: np.ndarray) -> float:  # type: ignore[type-arg]
    hits, found, gold = sums
    return float(2 * hits / max(found + gold, 1))


def score_relations(folder: Path, corpus: str, predict: Predict, find: Find | None = None) -> RelationScores:
    """Score a model on the annotated texts of a corpus fold, with gold entities or those that ``find`` finds."""
    scores = RelationScores()
    for document in read_relations(folder, corpus):
        found = _found(document, predict, find)
        counts = scores.trials[document.trial]
        hits = found.keys() & document.relations
        for place, number in enumerate((len(hits), len(found), len(document.relations))):
            counts[place] += number
        scores.left_out += document.lost
        scores.sure += [(sure, relation in document.relations) for relation, sure in found.items()]
        for relation in sorted(found.keys() | document.relations):
            _count(scores, relation, document, found.keys())
    return scores


def _found(document: Annotated, predict: Predict, find: Find | None) -> dict[Relation, float]:
    """Return the relations found; entities that gold lacks get places behind gold's in the document's list."""
    if find is None:
        return predict(document.text, document.entities)
    entities = find(document.text)
    place = {entity: i for i, entity in enumerate(document.entities)}
    for entity in entities:
        if entity not in place:
            place[entity] = len(document.entities)
            document.entities.append(entity)
    own = predict(document.text, entities)
    return {undirected((kind, place[entities[a]], place[entities[b]])): sure for (kind, a, b), sure in own.items()}


def _count(scores: RelationScores, relation: Relation, document: Annotated, found: Set[Relation]) -> None:
    kind, head, tail = relation
    tally = scores.tallies[kind]
    ends = {name: document.text[slice(*document.entities[at][1:])] for name, at in (("head", head), ("tail", tail))}
    if relation not in found:
        tally.fn += 1
        tally.missed.append((document.name, ends))
    elif relation not in document.relations:
        tally.fp += 1
        tally.false.append((document.name, ends))
    else:
        tally.tp += 1
