"""``mechanisms.v1``: what drugs do to which targets, as the text states it."""

from __future__ import annotations

from collections.abc import Iterator

from ..drugs.layer import drug_layer
from ..drugs.recognise import DrugMention
from ..mechanisms.clause import DrugHit
from ..mechanisms.frames import Statement
from ..mechanisms.names import target_names
from ..mechanisms.reader import MechanismReader
from ..mechanisms.words import load_words
from ..registry import extractors
from ..unit import DocumentView, Finding, Passage
from .drugs import mention_finding

_BARE = ("interventions.description", "arms.description")


class MechanismExtractor:
    """Reads every passage; a description of an intervention speaks of that intervention."""

    version = "1"

    def __init__(self) -> None:
        names = target_names()
        self._read = MechanismReader(load_words(), names.find, names.resolve)

    def __call__(self, view: DocumentView) -> Iterator[Finding]:
        """Yield a ``mechanism`` for every statement, and a ``drug_mention`` where it alone shows the drug."""
        given: tuple[DrugHit, ...] = ()
        certain: set[str] = set()
        for passage, mentions in zip(view.passages, view.layer("drugs", drug_layer), strict=True):
            drugs = [_hit(mention) for mention in mentions]
            certain.update(drug.name for drug in drugs if drug.certain)
            if passage.role == "interventions.name":
                given = tuple(drug for drug in drugs if drug.certain)[:1]
            for statement in self._read(passage.text, drugs, given if passage.role in _BARE else ()):
                if statement.drug.name not in certain:
                    certain.add(statement.drug.name)
                    yield self._mention(view, passage, statement)
                yield _finding(passage, statement)

    def _mention(self, view: DocumentView, passage: Passage, statement: Statement) -> Finding:
        drug = statement.drug
        return mention_finding(view, passage, DrugMention(drug.start, drug.end, drug.text, drug.name))


def _hit(mention: DrugMention) -> DrugHit:
    return DrugHit(mention.start, mention.end, mention.text, mention.name, mention.certain)


def _finding(passage: Passage, statement: Statement) -> Finding:
    target = statement.target
    return {
        "kind": "mechanism",
        "drug": statement.drug.name,
        "start": passage.start + statement.start,
        "end": passage.start + statement.end,
        "action": statement.action,
        "target": {
            "text": target.text,
            "symbol": target.symbols[0] if target.symbols else None,
            "symbols": list(target.symbols) if len(target.symbols) > 1 else [],
            "name": target.name,
        },
        "source": "text",
    }


@extractors("mechanisms.v1")
def create_mechanisms() -> MechanismExtractor:
    """Create the extractor."""
    return MechanismExtractor()
