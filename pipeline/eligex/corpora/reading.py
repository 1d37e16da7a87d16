"""A fold's annotated texts, and which fold a trial belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from ..evaluate.brat import read_brat
from ..evaluate.entities import TYPES_OF, entities_of

# Chia's spans that are no concepts; more than half of a tagger's false alarms lie inside them.
NON_CONCEPTS = frozenset(
    {
        "Non-query-able", "Post-eligibility", "Non-representable", "Undefined_semantics", "Informed_consent",
        "Subjective_judgement", "Pregnancy_considerations", "Context_Error", "Not_a_criteria", "Competing_trial",
        "Parsing_Error",
    }
)  # fmt: skip

Span = tuple[str, int, int]


@dataclass(slots=True)
class Document:
    """A text with its entities; ``others`` are Chia's non-concept spans."""

    name: str
    corpus: str
    text: str
    entities: list[Span] = field(default_factory=list)
    others: list[Span] = field(default_factory=list)


def read_corpus(folder: Path, corpus: str) -> Iterator[Document]:
    """Yield the documents of a corpus fold; line ends stay as they are, or offsets would not fit."""
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        brat = read_brat(path)
        entities = sorted(entities_of(brat, text, TYPES_OF[corpus]), key=lambda entity: entity[1])
        others = [hull for hull in map(brat.hull, brat.texts) if hull[0] in NON_CONCEPTS]
        yield Document(path.stem, corpus, text, entities, others)


def fold_of(trial: str) -> str:
    """Return the fold of a trial by the rule of corpus/README.md, whether or not its annotation is at hand."""
    return {8: "dev", 9: "test"}.get(int(sha256(trial.encode()).hexdigest()[:8], 16) % 10, "train")
