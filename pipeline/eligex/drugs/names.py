"""The spellings of drug and target names: hyphens, spaces, Greek letters, British and American forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.drugs import SpellingRow

_FILLING = re.compile(r"[\s\-‐‑‒–—_/.,'’()\[\]]+")
# Where a name may be written joined, spaced or with a hyphen: "IL-6", "MK 3475", "TNF-alpha".
_JOINT = re.compile(r"(?<=[A-Za-z])[- ](?=\d)|(?<=\d)[- ](?=[A-Za-z])|[- ](?=(?:alpha|beta|gamma|delta|kappa)\b)")
_MOST_JOINTS = 2
# "S-1" is a drug, "S1" is a vertebra.
_SHORTEST_JOINED = 4


@dataclass(frozen=True, slots=True)
class Folding:
    """Maps the spellings of a name to one key, and a name to its spellings."""

    meant: dict[str, str]
    pattern: re.Pattern[str]
    greek: dict[str, str]

    def key(self, text: str) -> str:
        """Return the name without hyphens, spaces and points, in the spelling of the tables; its case is kept."""
        return _FILLING.sub("", self.pattern.sub(self._replace, text))

    def forms(self, alias: str) -> Iterator[str]:
        """Yield the ways an alias is written in running text, itself first; a case mark stays in front."""
        mark = alias[:1] if alias[:1] in "=~" else ""
        seen = dict.fromkeys(self._forms(alias[len(mark) :]))
        for form in seen:
            yield mark + form

    def _forms(self, name: str) -> Iterator[str]:
        yield name
        joined = list(_joined(name))
        yield from joined
        for form in (name, *joined):
            for word, letter in self.greek.items():
                if word in form:
                    yield re.sub(rf"(?<![A-Za-z]){word}\b|(?<=[A-Z\d]){word}\b", letter, form)

    def _replace(self, match: re.Match[str]) -> str:
        return self.meant[match.group().casefold()]


def _joined(name: str) -> Iterator[str]:
    """Yield the name with its joints hyphenated, spaced and closed; names of many joints keep the one they have."""
    if len(name) < _SHORTEST_JOINED or not 0 < len(_JOINT.findall(name)) <= _MOST_JOINTS:
        return
    for joint in ("-", " ", ""):
        yield _JOINT.sub(joint, name)


@cache
def load_folding() -> Folding:
    """Return the spellings of the table, read once."""
    meant = {row.written.casefold(): row.meant for row in read_table("drug_spellings.csv", SpellingRow)}
    pattern = re.compile("|".join(sorted(map(re.escape, meant), key=len, reverse=True)), re.IGNORECASE)
    greek = {word: letter for letter, word in meant.items() if len(letter) == 1 and len(word) > 2}
    return Folding(meant, pattern, greek)
