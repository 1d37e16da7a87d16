"""Tags the words of a criterion, lays phrases over them and masks context."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from ..lexicons.loader import read_table
from ..lexicons.matcher import lower_same_length
from ..lexicons.rows.entities import CueRow
from ..unit import Unit
from . import tags
from .chunks import chunks
from .classify import word_classifier
from .lexicon import entity_lexicon
from .tagged import TaggedUnit
from .taken import tag_taken
from .tokens import tokenise

_SPACES = str.maketrans("\n\t’‑", "  '-")
_BRACKETED = re.compile(r"[(\[]\s?([A-Z][\w+/-]{1,9}|s|es|ies)\s?[)\]]")
# "Chemotherapy: No prior chemotherapy": the first word is a heading.
_HEADING = re.compile(r"\s*[A-Z][A-Za-z /-]{2,40}:\s+(?=(?:No|Not|None|See|At least|Must|Prior|Concurrent)\b)")
_GRADE_WORDS = frozenset({"type", "grade", "stage", "class", "phase", "degree"})
_GRADE = re.compile(r"(?:\d{1,2}|[ivx]{1,4})[abc]?(?:[-–](?:\d|[ivx]{1,4})[abc]?)?$")
_CACHE = 4096


class Tagger:
    """Tags criteria; holds the compiled tables."""

    def __init__(self) -> None:
        self._lexicon = entity_lexicon()
        self._tag = word_classifier().tag
        cues = read_table("cues_context.csv", CueRow)
        self._context = [(row.needs, re.compile(row.pattern, re.I)) for row in cues]
        self._long_form = lru_cache(_CACHE)(self._kind_of_long_form)

    def __call__(self, unit: Unit) -> TaggedUnit:
        """Return the tagged criterion; what numeric extractors have taken is masked."""
        text = unit.text.translate(_SPACES)
        lowered = lower_same_length(text)
        tokens = tokenise(text)
        tagged = TaggedUnit(unit.text, tokens, [self._tag(word) for word in tokens.words], [])
        self._abbreviations(unit, tagged)
        self._brackets(text, tagged)
        self._phrases(text, lowered, tagged)
        self._grades(tagged)
        tag_taken(text, tagged)
        for needs, pattern in self._context:
            if not any(need in lowered for need in needs):
                continue
            for match in pattern.finditer(text):
                tagged.mask(match.start(), match.end())
        if heading := _HEADING.match(text):
            tagged.mask(0, heading.end())
        for start, end in unit.layers.get("taken", ()):
            tagged.mask(start, end)
            tagged.said = [match for match in tagged.said if match.end <= start or end <= match.start]
        return tagged

    def _phrases(self, text: str, lowered: str, tagged: TaggedUnit) -> None:
        starts = tagged.tokens.starts
        for match in self._lexicon.phrases.find(text, lowered):
            tag = match.payload.tag
            first, behind = bisect_right(starts, match.start) - 1, bisect_left(starts, match.end)
            if tag in (tags.OBSERVATION, tags.SUBSTANCE):
                tagged.said.append(match)
                if tag == tags.SUBSTANCE and (match.payload.tail == "reaction" or " " not in match.alias):
                    continue
                tag = tags.SUBSTANCE if tag == tags.SUBSTANCE else tags.BOUNDARY
            for index in range(first, behind):
                tagged.letters[index] = tag

    def _abbreviations(self, unit: Unit, tagged: TaggedUnit) -> None:
        known = unit.context.abbreviations
        if not known:
            return
        text, tokens = tagged.text, tagged.tokens
        for index, start in enumerate(tokens.starts):
            long = known.get(text[start : tokens.ends[index]])
            if long and tagged.letters[index] not in tags.NAMES:
                tagged.letters[index] = self._long_form(long) or tagged.letters[index]

    def _kind_of_long_form(self, long: str) -> str | None:
        """Return the tag of what an abbreviation stands for, if its long form names something to its end."""
        letters = "".join(self._tag(word) for word in tokenise(long).words)
        found = [chunk for chunk in chunks(letters) if chunk.last == len(letters) - 1]
        return tags.TAG_OF_KIND.get(found[-1].kind) if found else None

    def _brackets(self, text: str, tagged: TaggedUnit) -> None:
        """Make "(HIV)" and "disease(s)" transparent, so that a phrase goes on behind them."""
        if "(" not in text and "[" not in text:
            return
        for match in _BRACKETED.finditer(text):
            for index in range(tagged.first_at(match.start()), tagged.first_at(match.end())):
                tagged.letters[index] = tags.TRANSPARENT

    def _grades(self, tagged: TaggedUnit) -> None:
        """Let the numbers of "grade 3" and "stage I or II" modify."""
        letters, words = tagged.letters, tagged.tokens.words
        graded = False
        for index, word in enumerate(words):
            if graded and _GRADE.match(word):
                letters[index] = tags.MODIFIER
            else:
                graded = word in _GRADE_WORDS or (graded and letters[index] in (tags.AND, tags.COMMA))
