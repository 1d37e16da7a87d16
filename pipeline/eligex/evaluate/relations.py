"""Relations between gold entities of Chia and LCT, with bootstrap intervals over trials.

The protocol: the entities are given (discontinuous ones by their hull); a relation is a typed directed pair of them;
micro F1 over all types, on trials that training has not seen.

Chia (Kury et al. 2020): ends of the fifteen concept types; the types of its guideline (the stray ``multi``, ``v-AND``
and ``causal`` are left out); a line ``* OR T1 T2 T3`` gives every pair of its members, without direction, so that a
group of n alternatives counts n(n-1)/2 times.

LCT (Dobbins et al. 2022): the general layer, without the parts of a comparison and without the bare names inside an
entity; relations and event arguments alike, the argument's role (without number) as type; an argument that points at
a bare name points at its entity. The published R-BERT figure (.852) rests on its authors' own selection of relations.

Relations with another end, over a line's end or between types never related in training count as missed when both
ends are entities by the above, and are left out otherwise (``left_out`` says how many).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..relations.gold import Annotated, Relation, read_relations, undirected
from ..relations.model import RelationModel
from ..relations.pairs import Entity
from .records import Scores

Predict = Callable[[str, Sequence[Entity]], set[Relation]]
"""A text and its entities to relations between them."""


@dataclass
class RelationScores(Scores):
    """Tallies by type, and hits, found and gold by trial for intervals."""

    trials: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    left_out: int = 0

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


def predictor(model: RelationModel) -> Predict:
    """Return a model's relations in the form that gold has: alternatives without direction, in text order."""

    def predict(text: str, entities: Sequence[Entity]) -> set[Relation]:
        found = model.relations(text, entities)
        return {undirected((kind, head, tail)) for kind, head, tail, _ in found}

    return predict


def _f1(sums: np.ndarray) -> float:  # type: ignore[type-arg]
    hits, found, gold = sums
    return float(2 * hits / max(found + gold, 1))


def score_relations(folder: Path, corpus: str, predict: Predict) -> RelationScores:
    """Score a model on the annotated texts of a corpus fold."""
    scores = RelationScores()
    for document in read_relations(folder, corpus):
        found = predict(document.text, document.entities)
        counts = scores.trials[document.trial]
        for place, number in enumerate((len(found & document.relations), len(found), len(document.relations))):
            counts[place] += number
        scores.left_out += document.lost
        for relation in sorted(found | document.relations):
            _count(scores, relation, document, found)
    return scores


def _count(scores: RelationScores, relation: Relation, document: Annotated, found: set[Relation]) -> None:
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
