"""A fold's annotated texts, and which fold a trial belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from ..evaluate.brat import read_brat
from ..evaluate.entities import TYPES_OF, flat

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
    types = TYPES_OF[corpus]
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        hulls = [
            (label, min(s for s, _ in at), max(e for _, e in at)) for label, at, _ in read_brat(path).texts.values()
        ]
        entities = flat({hull for hull in hulls if hull[0] in types})
        kept = sorted((e for e in entities if "\n" not in text[e[1] : e[2]].strip()), key=lambda e: e[1])
        others = [hull for hull in hulls if hull[0] in NON_CONCEPTS]
        yield Document(path.stem, corpus, text, kept, others)


def fold_of(trial: str) -> str:
    """Return the fold of a trial by the rule of corpus/README.md, whether or not its annotation is at hand."""
    return {8: "dev", 9: "test"}.get(int(sha256(trial.encode()).hexdigest()[:8], 16) % 10, "train")
