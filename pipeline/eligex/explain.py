"""Why a phrase resolves as it does: what each table and rule says of it, and by what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .criteria_sets.catalogue import catalogue
from .drugs.knowledge import Drug, DrugClass, Knowledge, KnownMechanism, load_knowledge
from .entities.layer import entities
from .entities.tagging import Tagger
from .extractors.criteria_sets import CriteriaSets
from .lexicons.rows.numeric import AnalyteRow
from .link.units import parse_unit
from .numeric.layer import numeric_layer
from .numeric.vocabulary import vocabulary
from .unit import Context, DocumentView, Finding, Passage, Unit

if TYPE_CHECKING:
    from .link.linker import Linker

_CANDIDATES = 5
_KINDS = ("condition", "drug", "procedure", "measurement")
_PLACE = frozenset({"kind", "start", "end", "extractor", "text"})


@dataclass(frozen=True, slots=True)
class Reason:
    """What one part of eligex says of a phrase."""

    part: str
    says: str


def explain(phrase: str, linker: Linker | None = None) -> Iterator[Reason]:
    """Yield what the tables and rules say of a phrase; concepts too where a linker is given."""
    unit = Unit(text=phrase)
    yield from _criteria_sets(phrase, unit)
    yield from _drug(phrase)
    yield from _numbers(unit)
    yield from _entities(unit)
    if linker is not None:
        yield from _concepts(phrase, linker)


def _criteria_sets(phrase: str, unit: Unit) -> Iterator[Reason]:
    view = DocumentView((Passage("eligibility", phrase, 0),), (unit,), Context())
    rows = catalogue().rows
    for found in CriteriaSets()(view):
        if found["resolved"]:
            row = rows[found["id"]]
            yield Reason("criteria set", f"{row.id}: {row.name} (criteria_sets.csv:{row.line})")
            continue
        yield Reason("criteria set", f"{found['name']}: not resolved{_bodies(found)}")
        for name in found["candidates"]:
            yield Reason("  may be", f"{name}: {rows[name].name} (criteria_sets.csv:{rows[name].line})")


def _bodies(found: Finding) -> str:
    said = [*found["organizations"], *([str(found["year"])] if found["year"] else [])]
    return f"; says {', '.join(said)}" if said else ""


def _drug(phrase: str) -> Iterator[Reason]:
    knowledge = load_knowledge()
    if drug := knowledge.drug(phrase):
        yield from _known_drug(drug, knowledge)
    elif found := knowledge.drug_class(phrase):
        yield from _known_class(found, knowledge)
    elif " " not in phrase and (stem := knowledge.stem(phrase.lower())):
        yield Reason("name stem", f"-{stem.name}: {stem.modality or 'any make-up'} (inn_stems.csv)")
    if target := knowledge.target(phrase, in_context=True):
        symbols = "/".join(target.symbols) or "no human gene"
        yield Reason("target", f"{target.name} ({symbols}, {target.kind}; targets.csv)")


def _known_drug(drug: Drug, knowledge: Knowledge) -> Iterator[Reason]:
    yield Reason("drug", f"{drug.name} ({drug.modality or 'make-up unknown'}; drugs.csv)")
    yield from _mechanisms(drug.mechanisms)
    if classes := knowledge.classes_of(drug):
        yield Reason("  classes", ", ".join(entry.name for entry in classes))


def _known_class(found: DrugClass, knowledge: Knowledge) -> Iterator[Reason]:
    members = knowledge.members(found.id)
    yield Reason("drug class", f"{found.name} ({found.kind}, {len(members)} drugs; drug_classes.csv)")
    yield from _mechanisms(found.mechanisms)
    if members:
        yield Reason("  members", ", ".join(drug.name for drug in members[:_CANDIDATES]) + " ...")


def _mechanisms(mechanisms: tuple[KnownMechanism, ...]) -> Iterator[Reason]:
    for known in mechanisms:
        symbols = "/".join(known.target.symbols)
        yield Reason("  acts as", f"{known.action} of {known.target.name}{f' ({symbols})' if symbols else ''}")


def _numbers(unit: Unit) -> Iterator[Reason]:
    for token in vocabulary().tokens(unit.text):
        for head in token.heads:
            table = "analytes.csv" if isinstance(head, AnalyteRow) else "scales.csv"
            yield Reason("measured" if table == "analytes.csv" else "scale", f"{head.name} ({table}:{head.line})")
        if token.value is not None and (found := parse_unit(unit.text, token.end)):
            yield Reason("unit", f"'{found.text}' is {found.ucum} ({found.dimension})")
    for finding in numeric_layer(unit).findings:
        said = (f"{key} {value}" for key, value in finding.items() if key not in _PLACE and value is not None)
        yield Reason(finding["kind"], f"'{unit.text[finding['start'] : finding['end']]}': {', '.join(said)}")


def _entities(unit: Unit) -> Iterator[Reason]:
    tagged = Tagger()(unit)
    words = " ".join(f"{word}/{tag}" for word, tag in zip(tagged.tokens.words, tagged.line, strict=True))
    yield Reason("words", f"{words} (letters as in eligex.entities.tags)")
    for found in entities(unit):
        yield Reason("entity", f"{found['kind']} '{found['text']}'")


def _concepts(phrase: str, linker: Linker) -> Iterator[Reason]:
    for kind in _KINDS:
        if link := linker.link(phrase, kind):
            concept = link.concept
            yield Reason(
                f"concept as {kind}",
                f"{concept.vocabulary} {concept.id} {concept.name}: '{link.phrase}' by {link.how} ({link.score:.2f})",
            )
    for near in linker.near(phrase)[:_CANDIDATES]:
        concept = linker.kb.concept(near.concept)
        yield Reason("  looks like", f"{near.score:.2f} {near.name} ({concept.vocabulary} {concept.id} {concept.name})")
