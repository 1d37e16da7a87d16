"""How far a cue reaches: sentences and exceptions."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

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


_SENTENCE_END = re.compile(r"[.;](?=\s+[A-Z(\"]|\s*$)|;|\n[ \t]*\n")


def in_regions(finding: Finding, regions: list[Region]) -> bool:
    """Tell whether a finding starts inside what an exception takes out."""
    return any(region.holds(finding) for region in regions)


def sentence_end(text: str, start: int) -> int:
    """Return where the sentence that runs at an offset ends."""
    stops = _stops(text)
    index = bisect_left(stops, (start,))
    return stops[index][0] if index < len(stops) else len(text)


def sentence_start(text: str, offset: int) -> int:
    """Return where the sentence that holds an offset starts."""
    stops = _stops(text)
    index = bisect_left(stops, (offset,))
    return stops[index - 1][1] if index else 0


# The functions of this package ask for the same criterion one after another.
@lru_cache(maxsize=4)
def _stops(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _SENTENCE_END.finditer(text)]
