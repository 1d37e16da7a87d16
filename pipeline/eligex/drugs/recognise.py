"""Drugs named in a text: by table, by the stem of their name, by the shape of a code, by the trial's own list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.matcher import PhraseIndex, lower_same_length
from ..lexicons.rows.drugs import DrugRow
from ..lexicons.rows.mechanisms import DrugShapeRow
from ..mechanisms.names import target_names

_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class DrugMention:
    """A drug named at ``text[start:end]``; ``certain`` unless only its shape speaks for it."""

    start: int
    end: int
    text: str
    name: str
    classes: tuple[str, ...] = ()
    modality: str | None = None
    certain: bool = True


class DrugRecogniser:
    """Finds drugs; ``extra`` names are those the trial itself gives."""

    def __init__(self, rows: tuple[DrugRow, ...], shapes: tuple[DrugShapeRow, ...]) -> None:
        self._known = {row.name: row for row in rows}
        self._index = PhraseIndex((alias, row.name) for row in rows for alias in (row.name, *row.aliases))
        self._shapes = [(re.compile(row.pattern), row.certain) for row in shapes]

    def __call__(self, text: str, extra: PhraseIndex[str] | None = None) -> list[DrugMention]:
        """Return the drugs named in ``text`` in order, none overlapping."""
        lowered = lower_same_length(text)
        taken: list[tuple[int, int]] = []
        found = [*self._listed(text, lowered, self._index, taken)]
        if extra is not None:
            found += self._listed(text, lowered, extra, taken)
        found += self._stems(text, taken)
        found += self._shaped(text, taken)
        return sorted(found, key=lambda mention: mention.start)

    def name_of(self, text: str) -> str:
        """Return the table's name for a drug name, or the name itself."""
        hits = self._index.find(text)
        return next((hit.payload for hit in hits if hit.start == 0 and hit.end == len(text)), text)

    def _listed(
        self, text: str, lowered: str, index: PhraseIndex[str], taken: list[tuple[int, int]]
    ) -> Iterator[DrugMention]:
        for match in index.find(text, lowered):
            if match.end - match.start < _SHORTEST or _overlaps(match.start, match.end, taken):
                continue
            taken.append((match.start, match.end))
            yield self._mention(match.start, match.end, text, match.payload)

    def _mention(self, start: int, end: int, text: str, name: str) -> DrugMention:
        row = self._known.get(name)
        if row is None:
            return DrugMention(start, end, text[start:end], name)
        modality = row.modality or None
        return DrugMention(start, end, text[start:end], name, row.classes, modality)

    def _stems(self, text: str, taken: list[tuple[int, int]]) -> Iterator[DrugMention]:
        return iter(())

    def _shaped(self, text: str, taken: list[tuple[int, int]]) -> Iterator[DrugMention]:
        for pattern, certain in self._shapes:
            for match in pattern.finditer(text):
                if _overlaps(match.start(), match.end(), taken) or target_names().resolve(match[0]):
                    continue
                taken.append(match.span())
                yield DrugMention(match.start(), match.end(), match[0], match[0], certain=certain)


def _overlaps(start: int, end: int, taken: Iterable[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in taken)


@cache
def drug_recogniser() -> DrugRecogniser:
    """Return the recogniser over the package's tables, built once."""
    return DrugRecogniser(read_table("drugs.csv", DrugRow), read_table("drug_shapes.csv", DrugShapeRow))
