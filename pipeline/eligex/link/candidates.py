"""scispaCy's candidate generation over our own knowledge base and index."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from .kb import KnowledgeBase

# Cosine below which no misspelt name was found; the nearest of these, ties included, suffice.
FLOOR = 0.5
NEAREST = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept near a mention: its number, the name that is near and their cosine."""

    concept: int
    name: str
    score: float


class _Names:
    """Concepts by name, as scispaCy's generator asks a knowledge base for them."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb

    @property
    def alias_to_cuis(self) -> _Names:
        return self

    def __getitem__(self, name: str) -> list[int]:
        names, concepts = self._kb.near_names, self._kb.near_concepts
        first = at = bisect_left(names, name)
        while at < len(names) and names[at] == name:
            at += 1
        return [int(number) for number in concepts[first:at]]


class Candidates:
    """Concepts whose names look like a mention; scispaCy and scipy are imported by the first question."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._generator: Any = None

    def __call__(self, mention: str) -> list[Candidate]:
        """Return candidates for a mention in its plain form, best first, ties in the order of the concepts."""
        if not len(self._kb.near_names):
            return []
        if self._generator is None:
            self._generator = _generator(self._kb)
        found = [
            Candidate(candidate.concept_id, candidate.aliases[best], candidate.similarities[best])
            for candidate in self._generator([mention], NEAREST)[0]
            for best in [max(range(len(candidate.aliases)), key=candidate.similarities.__getitem__)]
            if candidate.similarities[best] >= FLOOR
        ]
        return sorted(found, key=lambda candidate: (-candidate.score, candidate.concept))


def _generator(kb: KnowledgeBase) -> Any:
    from scipy import sparse
    from scispacy.candidate_generation import CandidateGenerator

    from .index import GramIndex, GramVectorizer

    arrays = kb.near_arrays
    vectorizer = GramVectorizer(arrays["grams"].tolist(), arrays["weights"])
    shape = (len(kb.near_names), len(arrays["grams"]))
    vectors = sparse.csr_matrix((arrays["near_data"], arrays["near_indices"], arrays["near_indptr"]), shape=shape)
    return CandidateGenerator(
        ann_index=GramIndex(vectors, FLOOR),
        tfidf_vectorizer=vectorizer,
        ann_concept_aliases_list=kb.near_names,
        kb=_Names(kb),
    )
