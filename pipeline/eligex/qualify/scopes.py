"""How far a cue reaches: sentences and exceptions."""

from __future__ import annotations

import re

from ..unit import Finding

Region = tuple[int, int, int]
"""Start of an exception cue, start and end of what it excepts."""

SENTENCE_END = re.compile(r"[.;](?=\s+[A-Z(\"]|\s*$)|;|\n\s*\n")


def in_regions(finding: Finding, regions: list[Region]) -> bool:
    """Tell whether a finding starts inside what an exception takes out."""
    return any(start <= finding["start"] < end for _, start, end in regions)


def sentence_end(text: str, start: int) -> int:
    """Return where the sentence that runs at an offset ends."""
    match = SENTENCE_END.search(text, start)
    return match.start() if match else len(text)
