"""Read what a nonproprietary name says by its stem ("-tinib", "cef-") where the tables lack the drug."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..lexicons.rows.drugs import StemRow


@dataclass(frozen=True, slots=True)
class Stem:
    """A stem found in a name; ``targets`` are target ids, empty where the stem says only what kind of drug it is."""

    stem: str
    name: str
    action: str
    targets: tuple[str, ...]
    modality: str


class StemTable:
    """The stems by length, the longest tried first."""

    def __init__(self, rows: Iterable[StemRow]) -> None:
        self._rows: dict[tuple[str, str], StemRow] = {(row.position, row.stem): row for row in rows}
        self._lengths = sorted({len(row.stem) for row in self._rows.values()}, reverse=True)

    def find(self, name: str, weak: bool) -> Stem | None:
        """Return the longest stem of a name, or None; an exception of that stem ends the search."""
        word = name.casefold()
        for length in self._lengths:
            for row in (self._rows.get(("suffix", word[-length:])), self._rows.get(("prefix", word[:length]))):
                if row is None or (row.weak and not weak) or len(word) < row.min_length or word == row.stem:
                    continue
                if _is_excepted(word, row):
                    return None
                return Stem(row.stem, row.name, row.action, row.targets, row.modality)
        return None


def _is_excepted(word: str, row: StemRow) -> bool:
    return any(word.endswith(e[1:]) if e[0] == "-" else word == e for e in row.exceptions)
