"""How far a cue reaches: sentences and exceptions."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from ..unit import Finding

Region = tuple[int, int, int]
"""Start of an exception cue, start and end of what it excepts."""

_SENTENCE_END = re.compile(r"[.;](?=\s+[A-Z(\"]|\s*$)|;|\n[ \t]*\n")


def in_regions(finding: Finding, regions: list[Region]) -> bool:
    """Tell whether a finding starts inside what an exception takes out."""
    return any(start <= finding["start"] < end for _, start, end in regions)


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
