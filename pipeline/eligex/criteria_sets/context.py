"""Which disease a mention is about: the diseases around it, nearest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..lexicons.rows.criteria_sets import criteria_diseases
from .catalogue import disease_index

_COORDINATED = re.compile(r"[\s,/()\[\]]*(?:,|/|\bor\b|\band\b|\band/or\b|[()\[\]])[\s,/()\[\]]*(?:\w+\s){0,2}")
_OF = re.compile(r"[ ,]*(?:\([^()]{0,40}\) ?)?(?:for|of|in)\b")
_REACH = 90
# A shorter disease word is an abbreviation, which may mean something else ("PD": progressive disease).
_SPELT = 4
_END = re.compile(r"(?<=[\w)])[.;?!](?=\s|$)|\n")

Level = frozenset[str]


@dataclass(frozen=True, slots=True)
class Places:
    """Sets of diseases from the surest place to the least: in the sentence (``near``), then in the trial (``wide``)."""

    near: tuple[Level, ...] = ()
    wide: tuple[Level, ...] = ()
    stated: str | None = None
    """The disease of the sentence, when one is spelt out."""

    @property
    def all(self) -> tuple[Level, ...]:
        """Every level, nearest first."""
        return (*self.near, *self.wide)


@dataclass(frozen=True, slots=True)
class Found:
    """A disease word in a sentence."""

    start: int
    end: int
    disease: str


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence or list item that holds ``text[start:end]``."""
    low = max((match.end() for match in _END.finditer(text, max(0, start - 400), start)), default=max(0, start - 400))
    match = _END.search(text, end, end + 400)
    return low, match.start() if match else min(len(text), end + 400)


@lru_cache(maxsize=128)
def diseases(text: str) -> Level:
    """Return the diseases named anywhere in a text."""
    return frozenset(match.payload for match in disease_index().find(text))


def places(text: str, start: int, named: int, end: int, wider: Iterable[str]) -> Places:
    """Return the diseases around a mention: in the name itself, after "for", before it, after it, wider.

    ``text[start:named]`` holds the names of bodies and sets, whose own words ("Against Epilepsy") say nothing.
    """
    low, high = sentence_around(text, start, end)
    found = [Found(m.start + low, m.end + low, m.payload) for m in disease_index().find(text[low:high])]
    near = tuple(_near(text, start, named, end, found))
    spelt = [
        item for item in found if item.end - item.start >= _SPELT and not criteria_diseases()[item.disease].setting
    ]
    stated = next((level for level in _near(text, start, named, end, spelt) if level), frozenset())
    only = next(iter(stated)) if len(stated) == 1 else None
    return Places(near, tuple(diseases(other) for other in wider), only)


def _near(text: str, start: int, named: int, end: int, found: list[Found]) -> Iterator[Level]:
    yield frozenset(f.disease for f in found if named <= f.start < end)
    if match := _OF.match(text, end):
        yield _first([f for f in found if f.start >= match.end() and f.start - match.end() <= _REACH], text)
    yield from _backwards([f for f in found if f.end <= start], text)
    for item in found:
        if end <= item.start <= end + _REACH:
            yield frozenset((item.disease,))


def _first(found: list[Found], text: str) -> Level:
    """Return the first disease with the ones coordinated to it."""
    group: list[Found] = []
    for item in found:
        if group and not _is_coordinated(text, group[-1], item):
            break
        group.append(item)
    return frozenset(f.disease for f in group)


def _backwards(found: list[Found], text: str) -> Iterator[Level]:
    """Yield the groups of coordinated diseases before the mention, nearest first."""
    group: list[Found] = []
    for item in reversed(found):
        if group and not _is_coordinated(text, item, group[-1]):
            yield frozenset(f.disease for f in group)
            group = []
        group.append(item)
    if group:
        yield frozenset(f.disease for f in group)


def _is_coordinated(text: str, first: Found, second: Found) -> bool:
    if second.start <= first.end:
        return True
    return bool(_COORDINATED.fullmatch(text[first.end : second.start]))
