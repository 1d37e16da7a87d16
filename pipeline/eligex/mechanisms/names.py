"""Names of molecular targets: found in running text, or looked up whole in any usual spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.matcher import PhraseIndex, is_exact_case
from ..lexicons.rows.drugs import TargetRow
from ..lexicons.rows.mechanisms import SpellingRow
from .clause import TargetHit
from .words import Words, load_words

# Hyphen, dash or blank: "IL-6", "IL 6" and "B cell-activating factor" are one name in several hands.
_DASHES = str.maketrans("-‐‑–", "    ")
_GREEK = str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "µ": "mu", "μ": "mu"})
_SIGNS = re.compile(r"[\W_]+")
_VARIABLE = re.compile(r"[\s\d\-‐‑–'’/α-ωµ]")
# VEGF165 is the isoform of 165 residues.
_ISOFORM = re.compile(r"([A-Z]{3,})\d{3}")
_NOT_MOLECULES = ("cell",)
_SHORTEST_SQUEEZED = 4


@dataclass(frozen=True, slots=True)
class Named:
    """What a name stands for."""

    symbols: tuple[str, ...]
    name: str
    vague: bool = False


class TargetNames:
    """The target table as an index of names."""

    def __init__(self, rows: tuple[TargetRow, ...], spellings: tuple[SpellingRow, ...], words: Words) -> None:
        pairs = [pair for row in rows if row.kind not in _NOT_MOLECULES for pair in _names(row)]
        pairs += [(word, Named((), word, vague=True)) for word in _vague(words)]
        self._generic = {word for word, kinds in words.categories.items() if "generic" in kinds}
        self._index = PhraseIndex((alias.translate(_DASHES), named) for alias, named in pairs)
        self._loose = PhraseIndex(("~" + alias.translate(_DASHES), named) for alias, named in pairs if _is_code(alias))
        self._squeezed: dict[str, Named] = {}
        for alias, named in pairs:
            self._squeezed.setdefault(_squeeze(alias.lstrip("=~")), named)
        self._spellings = [(row.written, row.meant) for row in spellings]

    def find(self, text: str) -> list[TargetHit]:
        """Return the targets named in ``text``, longest first at each place, none overlapping."""
        plain = text.translate(_DASHES)
        spans = {(m.start, m.end): m.payload for m in reversed(self._index.find(plain))}
        for match in self._loose.find(plain):
            found = text[match.start : match.end]
            if any(char.isdigit() or char.isupper() for char in found[1:]):
                if not any(start < match.end and match.start < end for start, end in spans):
                    spans[match.start, match.end] = match.payload
        return [
            TargetHit(start, end, text[start:end], named.symbols, named.name, named.vague)
            for (start, end), named in sorted(spans.items())
        ]

    def resolve(self, name: str) -> TargetHit | None:
        """Return what ``name`` stands for as a whole, whatever its hyphens, Greek letters and spelling."""
        named = next((found for form in self._forms(name) if (found := self._lookup(form))), None)
        return TargetHit(0, 0, name, named.symbols, named.name, named.vague) if named else None

    def _forms(self, name: str) -> Iterator[str]:
        yield name
        if isoform := _ISOFORM.fullmatch(name):
            yield isoform[1]
        lower = name.lower()
        for written, meant in self._spellings:
            if written in lower:
                lower = lower.replace(written, meant).strip()
                yield lower

    def _lookup(self, name: str) -> Named | None:
        hits = self._index.find(name.translate(_DASHES))
        whole = next((hit.payload for hit in hits if hit.start == 0 and hit.end == len(name)), None)
        if whole or name.lower() in self._generic or not _VARIABLE.search(name):
            return whole
        key = _squeeze(name)
        if len(key) < _SHORTEST_SQUEEZED:
            return None
        return self._squeezed.get(key) or (self._squeezed.get(key[:-1]) if key.endswith("s") else None)


def _names(row: TargetRow) -> Iterator[tuple[str, Named]]:
    named = Named(row.symbols, row.name)
    for name in (row.name, *row.synonyms):
        yield name, named
    for name in row.context_names:
        yield ("=" + name.lstrip("=")), named
    if len(row.symbols) == 1:
        yield row.symbols[0], named


def _vague(words: Words) -> list[str]:
    return [word for word, kinds in words.categories.items() if "vague_target" in kinds]


def _is_code(alias: str) -> bool:
    """Tell whether capitals within a name vary by author: mTOR, Her2, Flt3."""
    return 3 < len(alias) <= 6 and (is_exact_case(alias) or (alias.isupper() and alias.isalnum())) and alias[0] not in "=~"


def _squeeze(name: str) -> str:
    return _SIGNS.sub("", name.lower().translate(_GREEK))


@cache
def target_names() -> TargetNames:
    """Return the index of the target table, built once."""
    rows = read_table("targets.csv", TargetRow)
    return TargetNames(rows, read_table("mechanism_spellings.csv", SpellingRow), load_words())
