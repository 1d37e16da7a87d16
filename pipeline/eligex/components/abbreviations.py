"""``eligex_abbreviations``: short and long forms that the trial's own text defines.

The alignment is scispaCy's (Schwartz & Hearst 2003). What surrounds it is ours: any bracket, a search that ends at
the sentence's start rather than after a few words (TACI's long form has nine), and no "old -> old" from "(18-70
years old)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scispacy.abbreviation import find_abbreviation
from spacy.language import Language
from spacy.tokens import Doc

from ..document import state_of

_BRACKET = re.compile(r"[(\[]([^()\[\]\n]{2,80})[)\]]")
_SHORT = re.compile(
    r"(?:also (?:called|known as)|abbreviated as|hereafter|i\.e\.,?)?\s*"
    r"[\"'“]?([A-Za-z][\w/+.-]{1,11})[\"'”]?\s*(?:$|[,;])"
)
_SENTENCE_START = re.compile(r"[.;:!?]\s|\n\s*\n|\n\s*[-*•\d]")
_MAX_LOOKBACK = 160


class Abbreviations:
    """Fills ``abbreviations`` of the state: short form to long form, the first definition wins."""

    def __call__(self, doc: Doc) -> Doc:
        state = state_of(doc)
        found: dict[str, str] = state["abbreviations"]
        for passage in state["passages"]:
            for short, long in _definitions(doc, passage["text"], passage["start"]):
                found.setdefault(short, long)
        return doc


def _definitions(doc: Doc, text: str, offset: int) -> Iterator[tuple[str, str]]:
    for bracket in _BRACKET.finditer(text):
        match = _SHORT.match(bracket[1])
        if match is None or not _looks_short(match[1]):
            continue
        left = max(0, bracket.start() - _MAX_LOOKBACK)
        before = text[left : bracket.start()]
        cut = max((stop.end() for stop in _SENTENCE_START.finditer(before)), default=0)
        start = bracket.start(1) + match.start(1) + offset
        long = _align(doc, left + cut + offset, bracket.start() + offset, start, start + len(match[1]))
        if long:
            yield match[1], long


def _looks_short(short: str) -> bool:
    """Tell whether a bracketed word has an abbreviation's shape: a capital that is not just the first, or a digit."""
    return any(char.isupper() for char in short[1:]) or (short[0].isupper() and any(char.isdigit() for char in short))


def _align(doc: Doc, long_start: int, long_end: int, short_start: int, short_end: int) -> str | None:
    candidate = doc.char_span(long_start, long_end, alignment_mode="contract")
    short = doc.char_span(short_start, short_end, alignment_mode="expand")
    if candidate is None or short is None:
        return None
    _, long = find_abbreviation(candidate, short)
    if long is None:
        return None
    text = " ".join(long.text.split())
    too_long = len(text.split()) > 3 * len(short.text)
    return None if too_long or len(text) <= len(short.text) + 1 or short.text in text.split() else text


@Language.factory("eligex_abbreviations")
def abbreviations_factory(nlp: Language, name: str) -> Abbreviations:
    """Create the abbreviation component."""
    return Abbreviations()
