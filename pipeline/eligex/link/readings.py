"""What a mention may be looked up as: spelled out, without brackets, without the words before its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.entities import ModifierRow
from .forms import load_forms, words_of

_BRACKET = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_TOKEN = re.compile(r"[^\W_](?:[\w.'’+-]*[\w+])?")
# What a word of these roles says of a condition leaves the condition what it is.
_PASSING_ROLES = frozenset({"severity", "activity", "course", "control", "certainty", "extent"})
_JOINING = frozenset({"and", "or"})
_LONGEST = 12
_BROADER = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase to look up and how it came from the mention."""

    text: str
    how: str


def readings(mention: str, kind: str, abbreviations: Mapping[str, str]) -> Iterator[Reading]:
    """Yield the readings of a mention of a kind, the closest to its words first, each once."""
    seen: set[str] = set()
    for text, how in _variants(mention, abbreviations):
        for shorter, more in (*_shorter(text, how), *_without_tail(text, how, kind)):
            if shorter not in seen:
                seen.add(shorter)
                yield Reading(shorter, more)


def broader(mention: str, least: int = 2) -> Iterator[Reading]:
    """Yield what is left of a mention behind one to three more words: "multivessel coronary artery disease".

    ``least`` words stay, and a word that turns the sense (non-diabetic, family history) is never dropped.
    """
    text = _BRACKET.sub(" ", mention).strip()
    matches = list(_TOKEN.finditer(text))
    first = next((n for n, match in enumerate(matches) if not is_passing(match[0])), len(matches))
    for n in range(first, min(first + _BROADER, len(matches) - least)):
        if _keeps(matches[n][0]) or "," in text[matches[n].end() : matches[n + 1].start()]:
            return
        if matches[n + 1][0].casefold() not in load_forms().small:
            start = matches[n + 1].start()
            yield Reading(text[start:], f"broader, without '{text[:start].strip()}'")


def _keeps(word: str) -> bool:
    parts = re.split(r"[-/]", word.casefold())
    return any(part in words_of("keeping") or part in load_forms().small for part in parts)


def _variants(mention: str, abbreviations: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if mention in abbreviations:
        yield abbreviations[mention], "abbreviation of the text"
    yield mention, "name"
    outside = _BRACKET.sub(" ", mention).strip()
    if outside and outside != mention:
        yield outside, "without brackets"
    spelled = _TOKEN.sub(lambda match: abbreviations.get(match[0], match[0]), outside or mention)
    if spelled not in (mention, outside):
        yield spelled, "abbreviations spelled out"


def _shorter(text: str, how: str) -> Iterator[tuple[str, str]]:
    """Yield the phrase, then what is left of it behind each passing word at its start."""
    yield text, how
    starts = [match.start() for match in _TOKEN.finditer(text)]
    if len(starts) > _LONGEST:
        return
    tokens = _TOKEN.findall(text)
    for n in range(1, len(starts)):
        if not is_passing(tokens[n - 1]):
            return
        if tokens[n - 1].casefold() in _JOINING and is_passing(tokens[n]):
            continue  # "acute or chronic meningitis" is not chronic meningitis
        yield text[starts[n] :], f"{how}, without '{text[: starts[n]].strip()}'"


def _without_tail(text: str, how: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield the phrases again without what stands behind a drug ("enoxaparin therapy") or operation ("to the neck")."""
    if kind == "drug":
        head, _, tail = text.rpartition(" ")
        if tail.casefold() not in words_of("trailing"):
            return
    elif kind == "procedure":
        head, _, tail = text.partition(" to ")
    else:
        return
    if head and tail:
        for shorter, more in _shorter(head, how):
            yield shorter, f"{more}, without '{tail}'"


def is_passing(word: str) -> bool:
    """Tell whether a word before a name says only how severe, how sure or when."""
    return word.casefold() in _passing()


def is_generic(words: list[str]) -> bool:
    """Tell whether a name, in its plain words, stands for no concept (disease, other medication)."""
    return set(words) <= _generic()


@cache
def _passing() -> frozenset[str]:
    modifiers = read_table("modifiers.csv", ModifierRow)
    return words_of("passing") | {row.word for row in modifiers if set(row.roles) <= _PASSING_ROLES}


@cache
def _generic() -> frozenset[str]:
    forms = load_forms()
    words = (*words_of("generic"), *_passing(), *forms.small)
    return frozenset(plain for word in words for plain in forms.words(word))
