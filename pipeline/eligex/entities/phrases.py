"""Requirements that a phrase opens: consent, language, pregnancy, allergy, behaviour."""

from __future__ import annotations

import re

from ..lexicons.cues import built
from ..lexicons.matcher import Match
from ..unit import Finding
from . import tags
from .lexicon import Phrase
from .tagged import TaggedUnit

# An inserted "in the investigator's judgement," does not end a clause.
_CLAUSE_END = re.compile(
    r"[.;:](?=\s|$)|,\s(?!(?:in the \w+|according to)\b|contraindicat|mak|put|preclud)|\s\(|\)|\n[ \t]*\n|$"
)
_JOIN = re.compile(r"\s(?:and/or|or|and)\s")
_TO = re.compile(r"\s+(?:to|against|for|of|from|with|towards?|after)\s+", re.I)
# A substance list ends where the sentence turns to something else.
_SUBSTANCE_END = r"[.;:](?=\s|$)|\n[ \t]*\n|\)|$|@"
_STUDY = re.compile(r"[\w -]{0,40}\b(?:study|studies|trials?|protocol|research)\b", re.I)
# What ends a list of substances: the name of a condition.
_OTHER_NAMES = tags.CONDITION + tags.CONDITION_MEDIUM + tags.CONDITION_WEAK
_NOT_TREATMENTS = tags.CONDITION + tags.DEVICE + tags.SUBSTANCE
_INNER = frozenset({"consent", "language"})
_MAX_TAIL = 160


def observations(tagged: TaggedUnit) -> list[Finding]:
    """Return the findings of opening phrases and mask what they take in."""
    found: list[Finding] = []
    taken = 0
    for index, match in enumerate(tagged.said):
        if match.start < taken:
            continue
        span = _span(tagged, match)
        if span is None:
            continue
        start, end = span
        tagged.mask(start, end)
        taken = end
        kind = match.payload.kind
        if match.payload.tail == "clause" and kind == "observation":
            kind = _inner_kind(tagged.said[index + 1 :], end)
        text = " ".join(tagged.text[start:end].split())
        finding: Finding = {"kind": kind, "start": start, "end": end, "text": text}
        if match.payload.tail == "rest":
            finding["rest"] = True
        found.append(finding)
    return found


def _span(tagged: TaggedUnit, match: Match[Phrase]) -> tuple[int, int] | None:
    if match.payload.tail == "clause":
        return match.start, _clause_end(tagged, match)
    if match.payload.tail in ("substance", "reaction"):
        to = _TO.match(tagged.text, match.end)
        return (_start(tagged, match.start), _substance_end(tagged, to.end())) if to else None
    return match.start, match.end


def _inner_kind(later: list[Match[Phrase]], end: int) -> str:
    """Return what "unable to ..." is about: consent or language if its clause names them."""
    named = (match.payload.kind for match in later if match.start < end)
    return next((kind for kind in named if kind in _INNER), "observation")


def _start(tagged: TaggedUnit, start: int) -> int:
    """Return the start of the modifiers before a phrase ("severe hypersensitivity")."""
    index = tagged.first_at(start)
    while index and tagged.letters[index - 1] in tags.MODIFIERS:
        index -= 1
    return tagged.tokens.starts[index]


def _clause_end(tagged: TaggedUnit, match: Match[Phrase]) -> int:
    """Return the end of the clause behind a phrase: at its stop, or before a coordinated condition or drug.

    "Ineligible for surgery or radiotherapy" is about both.
    """
    start = match.end
    ends = _NOT_TREATMENTS if match.alias.endswith(" for") else tags.NAMES
    limit = _CLAUSE_END.search(tagged.text, start)
    end = min(limit.start() if limit else len(tagged.text), start + _MAX_TAIL)
    for join in _JOIN.finditer(tagged.text, start, end):
        rest = tagged.letters[tagged.first_at(join.end()) : tagged.first_at(end)]
        if join.start() == start or _STUDY.match(tagged.text, join.end()):
            continue
        if any(letter in ends for letter in rest):
            return join.start()
    return _at_word(tagged, start, end)


def _substance_end(tagged: TaggedUnit, start: int) -> int:
    limit = built("cues_substance_end.csv", _SUBSTANCE_END).search(tagged.text, start)
    end = min(limit.start() if limit else len(tagged.text), start + _MAX_TAIL)
    first = tagged.first_at(start)
    for index in range(first + 1, tagged.first_at(end)):
        if tagged.letters[index] in _OTHER_NAMES:
            return tagged.tokens.ends[_before_join(tagged.letters, first, index)]
    return _at_word(tagged, start, end)


def _before_join(letters: list[str], first: int, index: int) -> int:
    """Return the last token before the ",", "or" or other border that leads to a token; ``first`` at the least."""
    joins = (tags.AND, tags.COMMA, tags.BOUNDARY)
    while index > first and letters[index] not in joins:
        index -= 1
    while index > first and letters[index] in joins:
        index -= 1
    return index


def _at_word(tagged: TaggedUnit, start: int, end: int) -> int:
    """Return the end of the last whole token before an offset."""
    index = tagged.first_at(end) - 1
    return max(start, min(end, tagged.tokens.ends[index])) if index >= 0 else end
