"""Drugs named in a text: by table, by the stem of their name, by the shape of a code, by the trial's own list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from ..lexicons.loader import read_table
from ..lexicons.matcher import PhraseIndex, lower_same_length
from ..lexicons.rows.entities import TermRow
from ..lexicons.rows.mechanisms import DrugShapeRow
from ..lexicons.rows.numeric import analytes, scales
from .knowledge import Drug, Knowledge, load_knowledge
from .stems import Stem

_SHORTEST = 3
_WORD = re.compile(r"\b[A-Za-z][a-z]{5,}\b")


@dataclass(frozen=True, slots=True)
class DrugMention:
    """A drug named at ``text[start:end]``; ``certain`` unless only its shape speaks for it.

    ``drug`` is its entry in the table, ``stem`` what its name says where it has none.
    """

    start: int
    end: int
    text: str
    name: str
    drug: Drug | None = None
    stem: Stem | None = None
    certain: bool = True


class DrugRecogniser:
    """Finds drugs in text."""

    def __init__(self, knowledge: Knowledge, shapes: tuple[DrugShapeRow, ...]) -> None:
        self._knowledge = knowledge
        self._index = PhraseIndex(dict.fromkeys(knowledge.drug_phrases()))
        self._shapes = [(re.compile(row.pattern), row.certain) for row in shapes]
        self._stem = lru_cache(maxsize=1 << 16)(self._stem_of)
        self._others = _names_of_other_things()

    def __call__(self, text: str, extra: PhraseIndex[str] | None = None) -> list[DrugMention]:
        """Return the drugs named in ``text`` in order, none overlapping; ``extra`` are names the trial itself gives."""
        lowered = lower_same_length(text)
        taken: list[tuple[int, int]] = []
        found = [*self._listed(text, lowered, taken)]
        if extra is not None:
            found += self._given(text, lowered, extra, taken)
        found += self._stemmed(text, taken)
        found += self._shaped(text, taken)
        return sorted(found, key=lambda mention: mention.start)

    def name_of(self, text: str) -> str:
        """Return the table's name for a drug name, or the name itself."""
        drug = self._knowledge.drug(text)
        return drug.name if drug else text

    def _listed(self, text: str, lowered: str, taken: list[tuple[int, int]]) -> Iterator[DrugMention]:
        for match in self._index.find(text, lowered):
            if match.end - match.start >= _SHORTEST and not _overlaps(match.start, match.end, taken):
                taken.append((match.start, match.end))
                drug = match.payload
                yield DrugMention(match.start, match.end, text[match.start : match.end], drug.name, drug)

    def _given(
        self, text: str, lowered: str, extra: PhraseIndex[str], taken: list[tuple[int, int]]
    ) -> Iterator[DrugMention]:
        for match in extra.find(text, lowered):
            said = text[match.start : match.end]
            if not _overlaps(match.start, match.end, taken) and said.lower() not in self._others:
                taken.append((match.start, match.end))
                yield DrugMention(match.start, match.end, said, match.payload)

    def _stemmed(self, text: str, taken: list[tuple[int, int]]) -> Iterator[DrugMention]:
        for match in _WORD.finditer(text):
            stem, weak = self._stem(match[0].lower())
            if stem and not _overlaps(match.start(), match.end(), taken):
                taken.append(match.span())
                name = match[0].lower()
                yield DrugMention(match.start(), match.end(), match[0], name, stem=stem, certain=not weak)

    def _stem_of(self, word: str) -> tuple[Stem | None, bool]:
        """Return the stem of a word and whether ordinary words end so too."""
        if stem := self._knowledge.stem(word):
            return stem, False
        return self._knowledge.stem(word, weak=True), True

    def _shaped(self, text: str, taken: list[tuple[int, int]]) -> Iterator[DrugMention]:
        for pattern, certain in self._shapes:
            for match in pattern.finditer(text):
                if _overlaps(*match.span(), taken) or self._knowledge.target(match[0], in_context=True):
                    continue
                if match[0].lower() in self._others:
                    continue
                taken.append(match.span())
                yield DrugMention(match.start(), match.end(), match[0], match[0], certain=certain)


def _names_of_other_things() -> frozenset[str]:
    """Return lower-case names of what is measured, scored or suffered: some have the shape of a code (PHQ-9)."""
    names = [name for analyte in analytes().values() for name in (analyte.name, *analyte.aliases)]
    names += [name for scale in scales().values() for name in (scale.name, *scale.aliases)]
    names += [name for row in read_table("conditions.csv", TermRow) for name in (row.term, *row.aliases)]
    return frozenset(name.lstrip("=~").lower() for name in names)


def _overlaps(start: int, end: int, taken: Iterable[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in taken)


@cache
def drug_recogniser() -> DrugRecogniser:
    """Return the recogniser over the package's tables, built once."""
    return DrugRecogniser(load_knowledge(), read_table("drug_shapes.csv", DrugShapeRow))
