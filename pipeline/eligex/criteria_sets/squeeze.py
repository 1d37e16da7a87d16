"""Text with its line wraps undone, for matching, and the way back to the offsets of the original."""

from __future__ import annotations

import re
from bisect import bisect_right

_DASHES = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "´": "'", "`": "'", "\t": " ", "\xa0": " "})
# Besides runs of white space: the places where a year or a version is glued to a name ("2019ACR", "RECISTv1.1").
_RUN = re.compile(
    r" {2,}| ?\n[ \n]*"
    r"|(?<=\b(?:19|20)\d\d)(?=[A-Z]{2})|(?<=[A-Z]{3})(?=(?:19|20)\d\d\b)|(?<=[A-Z]{4})(?=v\d)|(?<=[A-Z]{5})(?=\d\.)"
)
# A line break that ends an item or paragraph stays a break; any other is a wrap.
_ITEM = re.compile(r"(?:[-*•·o]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")


class Squeezed:
    """``text`` has single spaces (glued years are parted), plain dashes, newlines only between items and paragraphs."""

    def __init__(self, source: str) -> None:
        plain = source.translate(_DASHES)
        parts: list[str] = []
        self._starts = [0]
        self._shifts = [0]
        taken = length = 0
        for run in _RUN.finditer(plain):
            stop = "\n\n" in run[0].replace(" ", "") or ("\n" in run[0] and _ITEM.match(plain, run.end()))
            parts += (plain[taken : run.start()], "\n" if stop else " ")
            length += run.start() - taken + 1
            taken = run.end()
            self._starts.append(length)
            self._shifts.append(taken - length)
        self.text = "".join(parts) + plain[taken:]

    def source(self, offset: int) -> int:
        """Return the offset in the original of the character at ``offset``."""
        return offset + self._shifts[bisect_right(self._starts, offset) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original."""
        return self.source(start), self.source(end - 1) + 1 if end > start else self.source(start)
