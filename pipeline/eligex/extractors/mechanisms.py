"""``mechanisms.v1``: what drugs do to which targets, as the text states it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..drugs.knowledge import Target, load_knowledge
from ..drugs.layer import drug_layer
from ..drugs.recognise import DrugMention, drug_recogniser
from ..mechanisms.clause import DrugHit
from ..mechanisms.names import target_names
from ..mechanisms.reader import MechanismReader
from ..mechanisms.statements import Statement
from ..mechanisms.words import load_words
from ..registry import extractors
from ..unit import DocumentView, Finding, Passage
from .drugs import mention_finding

_CLASSES = ("title", "official_title", "eligibility", "eligibility_inclusion", "eligibility_exclusion")
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
        stated: set[str] = set()
        for passage, mentions in zip(view.passages, view.layer("drugs", drug_layer), strict=True):
            drugs = [_hit(mention) for mention in mentions]
            certain.update(drug.name for drug in drugs if drug.certain)
            if passage.role == "interventions.name":
                given = tuple(drug for drug in drugs if drug.certain)[:1]
            about = given if passage.role in _BARE else ()
            for found in self._read(passage.text, drugs, about, classes=passage.role in _CLASSES):
                statement = self._spelled_out(view, found)
                if statement.drug.name not in certain:
                    certain.add(statement.drug.name)
                    yield self._mention(view, passage, statement)
                stated.add(statement.drug.name)
                yield _finding(passage, statement)
        yield from self._known(view, stated)

    def _known(self, view: DocumentView, stated: set[str]) -> Iterator[Finding]:
        """Yield what the tables know of the drugs whose mechanism the text leaves out."""
        done = set(stated)
        for mention in (m for mentions in view.layer("drugs", drug_layer) for m in mentions if m.certain):
            if mention.name in done:
                continue
            done.add(mention.name)
            if mention.drug:
                for known in mention.drug.mechanisms:
                    yield _known_finding(mention.name, known.action, known.target, "table")
            elif mention.stem:
                for target in mention.stem.targets:
                    yield _known_finding(mention.name, mention.stem.action, load_knowledge().targets[target], "stem")

    def _spelled_out(self, view: DocumentView, statement: Statement) -> Statement:
        """Return the statement with the long form of a drug the trial abbreviates."""
        drug = statement.drug
        long = view.context.abbreviations.get(drug.text)
        if drug.certain or drug.kind or long is None:
            return statement
        return replace(statement, drug=replace(drug, name=drug_recogniser().name_of(long)))

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
        "target": {**_target(target.text, target.symbols), "name": target.name},
        "source": "text",
    }


def _known_finding(drug: str, action: str, target: Target, source: str) -> Finding:
    return {
        "kind": "mechanism",
        "drug": drug,
        "action": action,
        "target": {**_target(target.name, target.symbols), "name": target.name},
        "source": source,
    }


def _target(text: str, symbols: tuple[str, ...]) -> dict[str, object]:
    """Return a target's text with its symbol, and all symbols where it is a family."""
    return {
        "text": text,
        "symbol": symbols[0] if symbols else None,
        "symbols": list(symbols) if len(symbols) > 1 else [],
    }


@extractors("mechanisms.v1")
def create_mechanisms() -> MechanismExtractor:
    """Create the extractor."""
    return MechanismExtractor()
