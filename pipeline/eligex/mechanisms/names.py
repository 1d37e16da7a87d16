"""Names of molecular targets: found in running text, or looked up whole in any usual spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..drugs.knowledge import Knowledge, Target, load_knowledge
from ..lexicons.loader import read_table
from ..lexicons.matcher import PhraseIndex, is_exact_case
from ..lexicons.rows.mechanisms import TargetSpellingRow
from .clause import TargetHit
from .words import Words, load_words

# Hyphen, dash or blank: "IL-6", "IL 6" and "B cell-activating factor" are one name in several hands.
_DASHES = str.maketrans("-‐‑–", "    ")
# VEGF165 is the isoform of 165 residues.
_ISOFORM = re.compile(r"([A-Z]{3,})\d{3}")


@dataclass(frozen=True, slots=True)
class _Named:
    symbols: tuple[str, ...]
    name: str
    vague: bool = False


class TargetNames:
    """The target table as an index of names that stand in a target's place."""

    def __init__(self, knowledge: Knowledge, spellings: tuple[TargetSpellingRow, ...], words: Words) -> None:
        self._knowledge = knowledge
        self._generic = {word for word, kinds in words.categories.items() if "generic" in kinds}
        self._vague = {word for word, kinds in words.categories.items() if "vague_target" in kinds}
        self._spellings = [(row.written, row.meant) for row in spellings]
        self._organisms = {word for word, kinds in words.categories.items() if "organism" in kinds}
        phrases = knowledge.target_phrases(in_context=True)
        pairs = [(name, _named(target)) for name, target in phrases if self._counts(target)]
        pairs += [(word, _Named((), word, vague=True)) for word in sorted(self._vague)]
        # "A and B" is read as the two targets it names.
        spaced = ((name.translate(_DASHES), named) for name, named in pairs)
        pairs = list(dict.fromkeys((name, named) for name, named in spaced if " and " not in name))
        self._index = PhraseIndex(pairs)
        self._loose = PhraseIndex((f"~{name}", named) for name, named in pairs if _is_code(name))

    def find(self, text: str) -> list[TargetHit]:
        """Return the targets named in ``text``, none overlapping; capitals within a code may vary (mTOR, Her2)."""
        plain = text.translate(_DASHES)
        # "a beta-blocker" does not name A-beta.
        exact = [m for m in self._index.find(plain) if m.alias[1:2] != " " or text[m.start] == m.alias[0]]
        spans = {(m.start, m.end): m.payload for m in reversed(exact)}
        for match in self._loose.find(plain):
            free = not any(start < match.end and match.start < end for start, end in spans)
            if free and any(char.isdigit() or char.isupper() for char in text[match.start + 1 : match.end]):
                spans[match.start, match.end] = match.payload
        return [
            TargetHit(start, end, text[start:end], named.symbols, named.name, named.vague)
            for (start, end), named in sorted(spans.items())
        ]

    def resolve(self, name: str) -> TargetHit | None:
        """Return what ``name`` stands for as a whole, whatever its hyphens, Greek letters and spelling."""
        if name.lower() in self._vague:
            return TargetHit(0, 0, name, (), name, vague=True)
        for form in self._forms(name):
            target = None if form.lower() in self._generic else self._knowledge.target(form, in_context=True)
            if target is not None and self._counts(target):
                return TargetHit(0, 0, name, target.symbols, target.name)
        return None

    def _counts(self, target: Target) -> bool:
        """Tell whether a target is a molecule: what acts on cells or germs says nothing of a mechanism."""
        return target.kind != "cell" and target.name.split()[-1].lower() not in self._organisms

    def _forms(self, name: str) -> Iterator[str]:
        yield name
        if isoform := _ISOFORM.fullmatch(name):
            yield isoform[1]
        lower = name.lower()
        for written, meant in self._spellings:
            if written in lower:
                lower = lower.replace(written, meant).strip()
                yield lower


def _named(target: Target) -> _Named:
    return _Named(target.symbols, target.name)


def _is_code(name: str) -> bool:
    return 3 < len(name) <= 6 and name[0] not in "=~" and (is_exact_case(name) or (name.isupper() and name.isalnum()))


@cache
def target_names() -> TargetNames:
    """Return the index of the target table, built once."""
    return TargetNames(load_knowledge(), read_table("mechanism_spellings.csv", TargetSpellingRow), load_words())
