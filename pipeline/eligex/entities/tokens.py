"""Words and signs of a criterion with their offsets."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*%?(?![\w-])"
    r"|and/or\b"
    r"|(?:i\.e|e\.g|vs|St)\.?(?=[\s,:])"
    r"|[^\W_]+(?:['’‑\-][^\W_]+)*\+?['’]?"
    r"|\S",
    re.I,
)


class Tokens(NamedTuple):
    """Parallel lists: ``words`` lower-cased with plain apostrophes and hyphens, ``starts`` and ``ends`` in the text."""

    words: list[str]
    starts: list[int]
    ends: list[int]


def tokenise(text: str) -> Tokens:
    """Split a criterion into words and signs."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        words.append(match[0])
        starts.append(match.start())
        ends.append(match.end())
    lowered = " ".join(words).lower().replace("’", "'").replace("‑", "-")
    return Tokens(lowered.split(" ") if words else [], starts, ends)
