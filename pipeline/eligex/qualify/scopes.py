"""How far a cue reaches: sentences and exceptions."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from ..lexicons.cues import built
from ..unit import Finding


class Region(NamedTuple):
    """What an exception takes out: where its cue starts, where what it excepts starts and ends.

    ``is_clause``: the cue excepts a circumstance ("unless well controlled on insulin"), not a thing.
    """

    cue: int
    start: int
    end: int
    is_clause: bool = False

    def holds(self, finding: Finding) -> bool:
        """Tell whether a finding starts inside."""
        start: int = finding["start"]
        return self.start <= start < self.end


_LONGEST_JOINT = 60
_JOINED = r"[\s,/(\[]*(?:(?:@)[\s,/(]*){0,5}[\s,/()\[\]]*$"
_SENTENCE_END = re.compile(r"[.;](?=\s+[A-Z(\"]|\s*$)|;|\n[ \t]*\n")


def in_regions(finding: Finding, regions: list[Region]) -> bool:
    """Tell whether a finding starts inside what an exception takes out."""
    return any(region.holds(finding) for region in regions)


def sentence_end(text: str, start: int) -> int:
    """Return where the sentence that runs at an offset ends."""
    stops = _stops(text)
    index = bisect_left(stops, (start,))
    return stops[index][0] if index < len(stops) else len(text)


def reach(text: str, start: int, end: int) -> int:
    """Return how far a cue between two offsets may reach: to its sentence's end, inside brackets to their end.

    Brackets around nothing but the cue ("(current or past) asthma") do not count.
    """
    limit = sentence_end(text, end)
    opening = text.rfind("(", 0, start)
    if opening < 0 or text.find(")", opening, start) >= 0:
        return limit
    closing = text.find(")", end, limit)
    alone = not text[opening + 1 : start].strip() and not text[end:closing].strip()
    return limit if closing < 0 or alone else closing


def is_joint(between: str) -> bool:
    """Tell whether nothing but "or", a comma and the like stands between two requirements."""
    return len(between) <= _LONGEST_JOINT and built("cues_joint.csv", _JOINED).match(between) is not None


def sentence_start(text: str, offset: int) -> int:
    """Return where the sentence that holds an offset starts."""
    stops = _stops(text)
    index = bisect_left(stops, (offset,))
    return stops[index - 1][1] if index else 0


# The functions of this package ask for the same criterion one after another.
@lru_cache(maxsize=4)
def _stops(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _SENTENCE_END.finditer(text)]
