"""The drug names a trial's own intervention list gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..lexicons.matcher import PhraseIndex
from ..mechanisms.words import load_words
from ..unit import DocumentView

_PARTS = re.compile(r"\s*(?:\+|/|;|,|\band\b|\bplus\b|\bor\b|\bwith\b|\bin combination with\b|\bfollowed by\b|\(|\))\s*")
_TYPE = re.compile(r"^(?:drug|biological|combination product|dietary supplement|genetic|radiation|other|device|procedure):\s*", re.I)
_DOSE = re.compile(r"\s*\b\d[\d.,]*\s*(?:mg|g|µg|mcg|ug|ml|iu|u|%|mg/kg|mg/m2|tablets?|capsules?)\b.*$", re.I)
_FORM = re.compile(r"\s*\b(?:tablets?|capsules?|injection|infusion|solution|cream|ointment|gel|oral|iv|sc|group|arm|treatment|therapy|for injection)\b.*$", re.I)
_NAME = re.compile(r"(?=.{4,40}$)(?=.*[A-Za-z]{2})[A-Za-z0-9][\w'’.:®™-]*(?: [A-Za-z0-9][\w'’.-]*){0,2}")


def intervention_names(view: DocumentView) -> PhraseIndex[str] | None:
    """Return an index of the names in the intervention list that look like drugs; None without any."""
    pairs = [(name, name) for name in dict.fromkeys(_names(view))]
    return PhraseIndex(pairs) if pairs else None


def _names(view: DocumentView) -> Iterator[str]:
    words = load_words()
    for raw in view.context.interventions:
        for part in _PARTS.split(_TYPE.sub("", raw)):
            name = _FORM.sub("", _DOSE.sub("", part)).strip(" -®™*.")
            if _NAME.fullmatch(name) and _is_name(name, words.categories):
                yield name


def _is_name(name: str, known: dict[str, frozenset[str]]) -> bool:
    """Tell a name from a phrase: one word nobody else uses, or one with a digit or inner capital."""
    parts = name.split(" ")
    if any(part.lower() in known for part in parts):
        return False
    return len(parts) == 1 and (any(c.isdigit() or c.isupper() for c in name[1:]))
