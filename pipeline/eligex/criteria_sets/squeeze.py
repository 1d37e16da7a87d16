"""Text with its line wraps undone, for matching, and the way back to the offsets of the original."""

from __future__ import annotations

import re
from bisect import bisect_right

_DASHES = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "´": "'", "`": "'", "\t": " ", "\xa0": " "})
_RUN = re.compile(r" {2,}| ?\n[ \n]*")
# A year or a version glued to a name ("2019ACR", "RECISTv1.1"): the place behind the group is parted.
_GLUED = re.compile(r"\d\d(?=[A-Z]{2})|[A-Z]{3}(?=(?:19|20)\d\d\b)|[A-Z]{4}(?=v\d)|[A-Z]{5}(?=\d\.)")
_YEAR = re.compile(r"\b(?:19|20)\d\d$")
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
        for start, end in _gaps(plain):
            run = plain[start:end]
            stop = "\n\n" in run.replace(" ", "") or ("\n" in run and _ITEM.match(plain, end))
            parts += (plain[taken:start], "\n" if stop else " ")
            length += start - taken + 1
            taken = end
            self._starts.append(length)
            self._shifts.append(taken - length)
        self.text = "".join(parts) + plain[taken:]

    def source(self, offset: int) -> int:
        """Return the offset in the original of the character at ``offset``."""
        return offset + self._shifts[bisect_right(self._starts, offset) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original."""
        return self.source(start), self.source(end - 1) + 1 if end > start else self.source(start)


def _gaps(text: str) -> list[tuple[int, int]]:
    """Return the spans that become one space or newline; an empty span parts what is glued."""
    gaps = [match.span() for match in _RUN.finditer(text)]
    glued = [(match.end(), match.end()) for match in _GLUED.finditer(text) if _is_glued(text, match)]
    return sorted(gaps + glued) if glued else gaps


def _is_glued(text: str, match: re.Match[str]) -> bool:
    """Tell a glued year from other digits before capitals: "2019ACR" yes, "CD19HER2" no."""
    return not match[0].isdigit() or bool(_YEAR.search(text, max(0, match.start() - 3), match.end()))
