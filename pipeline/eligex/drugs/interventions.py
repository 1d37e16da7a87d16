"""The drug names a trial's own intervention list gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.matcher import PhraseIndex
from ..lexicons.rows.drugs import DecoyRow
from ..mechanisms.words import load_words
from ..unit import DocumentView
from .knowledge import load_knowledge

# An intervention of more words describes something.
_SHORT = 4
_MOLECULES = frozenset({"generic", "molecular_head"})
_BETWEEN = re.compile(r"[\s,;/()+®™]+")
# A development name that no table may hold yet: letters with a digit ("rhXYZ-7", "QB123a").
_CODED = re.compile(r"(?=[^\W\d_])(?=.*\d)(?=.*[A-Za-z].*[A-Za-z])[A-Za-z][\w'’.-]{3,24}")


def intervention_names(view: DocumentView) -> PhraseIndex[str] | None:
    """Return an index of the coded names in the intervention list; None without any."""
    pairs = [(f"={name}", name) for name in dict.fromkeys(_names(view))]
    return PhraseIndex(pairs) if pairs else None


def _names(view: DocumentView) -> Iterator[str]:
    for raw in view.context.interventions:
        parts = [part.strip(".-") for part in _BETWEEN.split(raw.strip())]
        for part, behind in zip(parts, [*parts[1:], ""], strict=True):
            if _CODED.fullmatch(part) and not _decoys().fullmatch(part) and not _is_target(part, behind, len(parts)):
                yield part


def _is_target(part: str, behind: str, words: int) -> bool:
    """Tell a target in a description ("MUC1 antigen", a list of markers) from a drug of its name ("IL-12")."""
    kinds = load_words().kinds
    if kinds(part.lower()):
        return True
    named = load_knowledge().target(part) is not None
    return named and (words > _SHORT or not _MOLECULES.isdisjoint(kinds(behind.lower())))


@cache
def _decoys() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row.pattern})" for row in read_table("drug_decoys.csv", DecoyRow)), re.I)
