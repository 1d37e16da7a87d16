"""Negation: "no history of", "absence of", "not pregnant"."""

from __future__ import annotations

import re

from ..unit import Finding
from .scopes import cues, sentence_end

_NEGATABLE = frozenset(
    {"condition", "drug", "procedure", "device", "observation", "pregnancy", "allergy", "consent", "language"}
)
# What turns the sentence round again.
_TURN = re.compile(r"\b(?:but|however|although|except|unless|other than|must|should|who (?:have|has|are)|and (?:have|has|are|is|had))\b", re.I)
# What a refusal negates; in other kinds "unable to" is the requirement itself.
_WITHHELD = frozenset({"consent", "language"})


def negate(text: str, found: list[Finding]) -> None:
    """Set ``negated`` on the findings inside the scope of a negation cue."""
    for start, end, effect in cues("cues_negation.csv", text):
        limit = sentence_end(text, end)
        turn = _TURN.search(text, end, limit)
        limit = turn.start() if turn else limit
        for finding in found:
            kind = finding["kind"]
            if kind not in (_WITHHELD if effect == "withheld" else _NEGATABLE):
                continue
            if end <= finding["start"] < limit or (kind in _WITHHELD and finding["start"] <= start < finding["end"]):
                finding["negated"] = True
