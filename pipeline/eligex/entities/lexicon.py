"""The entity tables as one lookup: words to tags, phrases to tags, modifiers to roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..drugs.knowledge import load_knowledge
from ..lexicons.loader import read_table
from ..lexicons.matcher import PhraseIndex
from ..lexicons.rows.entities import (
    BoundaryRow,
    HeadRow,
    ModifierRow,
    ObservationRow,
    StrengthTermRow,
    SuffixRow,
    TermRow,
)
from . import tags

_CONDITION_STRENGTH = {
    "strong": tags.CONDITION,
    "medium": tags.CONDITION_MEDIUM,
    "weak": tags.CONDITION_WEAK,
    "bound": tags.CONDITION_BOUND,
    "allergy": tags.SUBSTANCE,
}
_DRUG_STRENGTH = {"strong": tags.DRUG, "medium": tags.DRUG_WEAK, "weak": tags.DRUG_WEAK, "bound": tags.DRUG_BOUND}
_PROCEDURE_STRENGTH = dict.fromkeys(("medium", "weak", "bound"), tags.PROCEDURE_WEAK) | {"strong": tags.PROCEDURE}
# The first role that a word has here decides its tag; all others only modify.
_ROLE_TAGS = {
    "drug": tags.DRUG_MODIFIER,
    "procedure": tags.PROCEDURE_MODIFIER,
    "anatomy": tags.ANATOMY,
    "defect": tags.DEFECT,
    "postposed": tags.TRANSPARENT,
}
_SIGNS = {
    **dict.fromkeys(("and", "or", "and/or", "&", "nor", "plus"), tags.AND),
    **dict.fromkeys((",", "/"), tags.COMMA),
    **dict.fromkeys(("these", "those", "this", "such"), tags.POINTING),
    "of": tags.OF,
    "for": tags.PURPOSE,
    **dict.fromkeys(("in", "to", "within", "on"), tags.LOCATIVE),
    **dict.fromkeys(("the", "a", "an", "their", "its"), tags.ARTICLE),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a phrase of the tables stands for; ``tail`` only for observations."""

    tag: str
    kind: str
    tail: str = ""


@dataclass(frozen=True, slots=True)
class EntityLexicon:
    """All entity tables in the form the rules read."""

    words: dict[str, str]
    phrases: PhraseIndex[Phrase]
    roles: dict[str, frozenset[str]]
    suffixes: tuple[SuffixRow, ...]


@cache
def entity_lexicon() -> EntityLexicon:
    """Return the entity tables, read once."""
    known, named = list(_known_drugs()), list(_named())
    modifiers = read_table("modifiers.csv", ModifierRow)
    return EntityLexicon(
        words=_words(known, named, modifiers),
        phrases=PhraseIndex([*_phrases([*known, *named], modifiers), *_openings()]),
        roles={row.word: frozenset(row.roles) for row in modifiers},
        suffixes=tuple(sorted(read_table("suffixes.csv", SuffixRow), key=lambda row: -len(row.suffix))),
    )


def _words(
    known: list[tuple[str, str]], named: list[tuple[str, str]], modifiers: tuple[ModifierRow, ...]
) -> dict[str, str]:
    """Return the tag of every single word; of several tables that hold it, the last counts."""
    heads = [(row.word, _CONDITION_STRENGTH[row.strength]) for row in read_table("condition_heads.csv", HeadRow)]
    words = dict.fromkeys((row.word for row in read_table("boundary_words.csv", BoundaryRow)), tags.BOUNDARY)
    words |= {term: tag for term, tag in known if _is_word(term)}
    words |= {row.word: _role_tag(row.roles) for row in modifiers if " " not in row.word}
    words |= {form: tag for term, tag in (*heads, *named) if _is_word(term) for form in _with_plural(term)}
    words |= {row.word: tags.DEFLECTING for row in read_table("deflecting_words.csv", BoundaryRow)}
    return words | _SIGNS


def _phrases(named: list[tuple[str, str]], modifiers: tuple[ModifierRow, ...]) -> Iterator[tuple[str, Phrase]]:
    yield from ((term, Phrase(tag, tags.KIND_OF[tag])) for term, tag in named if not _is_word(term))
    yield from ((row.word, Phrase(_role_tag(row.roles), "")) for row in modifiers if " " in row.word)


def _openings() -> Iterator[tuple[str, Phrase]]:
    for row in read_table("observations.csv", ObservationRow):
        tag = tags.SUBSTANCE if row.tail in ("substance", "reaction") else tags.OBSERVATION
        yield from ((alias, Phrase(tag, row.kind, row.tail)) for alias in (row.term, *row.aliases))


def _known_drugs() -> Iterator[tuple[str, str]]:
    knowledge = load_knowledge()
    yield from ((name, tags.DRUG) for name, _ in knowledge.drug_phrases())
    yield from ((name, tags.DRUG) for name, _ in knowledge.class_phrases())


def _named() -> Iterator[tuple[str, str]]:
    for row in read_table("devices.csv", TermRow):
        yield from ((term, tags.DEVICE) for term in (row.term, *row.aliases))
    for row in read_table("procedures.csv", StrengthTermRow):
        yield from ((term, _PROCEDURE_STRENGTH[row.strength]) for term in (row.term, *row.aliases))
    for row in read_table("drug_phrases.csv", StrengthTermRow):
        yield from ((term, _DRUG_STRENGTH[row.strength]) for term in (row.term, *row.aliases))
    for row in read_table("conditions.csv", TermRow):
        yield from ((term, tags.CONDITION) for term in (row.term, *row.aliases))


def _is_word(term: str) -> bool:
    """Tell whether a term is one lower-case word; acronyms and phrases go to the phrase index."""
    return term[0].isalpha() and " " not in term and term == term.lower() and "/" not in term and "." not in term


def _role_tag(roles: tuple[str, ...]) -> str:
    return next((tag for role, tag in _ROLE_TAGS.items() if role in roles), tags.MODIFIER)


def _with_plural(word: str) -> tuple[str, ...]:
    if word.endswith("ss"):
        return word, word + "es"
    if len(word) < 4 or word.endswith("s"):
        return (word,)
    if word.endswith("y") and word[-2] not in "aeiou":
        return word, word[:-1] + "ies"
    return word, word + ("es" if word.endswith(("ch", "sh", "x")) else "s")
