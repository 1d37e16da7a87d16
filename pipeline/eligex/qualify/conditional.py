"""Conditional wording: "If diabetic, stable insulin treatment", "an eye examination if there is retinopathy"."""

from __future__ import annotations

import re

from ..lexicons.cues import cues
from ..unit import Finding, Unit
from .scopes import sentence_end

_CLAUSE_END = re.compile(r",|\)|;|\.(?=\s|$)|:(?=\s)")
_READ = frozenset({"condition", "drug", "procedure", "device", "observation", "pregnancy"})
_BARE = re.compile(r"\W*")


def set_conditions(unit: Unit, found: list[Finding]) -> list[Finding]:
    """Set ``condition`` on what a clause with "if" makes conditional; what the clause mentions is no requirement.

    An exclusion that opens with "if" is meant as a whole: nothing is conditional there.
    """
    dropped: list[Finding] = []
    for start, _, _ in cues("cues_condition.csv", unit.text):
        match = _CLAUSE_END.search(unit.text, start)
        end = match.start() if match else len(unit.text)
        inner = [f for f in found if start <= f["start"] < end and f["kind"] in _READ]
        owners = _owners(unit, found, start, end)
        if inner and owners:
            said = " ".join(unit.text[start:end].split())
            for owner in owners:
                owner.setdefault("condition", said)
            dropped += inner
    return [finding for finding in found if not any(finding is gone for gone in dropped)]


def _owners(unit: Unit, found: list[Finding], start: int, end: int) -> list[Finding]:
    """Return the requirements behind a clause that opens its sentence, else the one before a clause that ends it."""
    text = unit.text
    opens = _BARE.fullmatch(text, 0, start) is not None
    if opens:
        limit = sentence_end(text, end)
        return [f for f in found if end <= f["start"] < limit] if unit.section != "exclusion" else []
    before = [f for f in found if f["end"] <= start <= sentence_end(text, f["end"])]
    return before[-1:] if before and before[-1]["kind"] in _READ else []
