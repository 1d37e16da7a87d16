"""Negation: "no history of", "absence of", "not pregnant"."""

from __future__ import annotations

from ..lexicons.cues import built, cues
from ..unit import Finding, Unit
from .scopes import sentence_end

_NEGATABLE = frozenset(
    {"condition", "drug", "procedure", "device", "observation", "pregnancy", "allergy", "consent", "language"}
)
# What turns the sentence round again.
_TURN = r"\b(?:@)\b"
# What a refusal negates; in other kinds "unable to" is the requirement itself.
_WITHHELD = frozenset({"consent", "language"})


def negate(unit: Unit, found: list[Finding]) -> None:
    """Set ``negated`` on the findings inside the scope of a negation cue.

    In an inclusion also on what the sentence refuses behind it ("biphenotypic leukemia is not eligible").
    """
    text = unit.text
    kinds = {finding["kind"] for finding in found}
    if not kinds.isdisjoint(_NEGATABLE):
        _scope(text, found, "cues_negation.csv", _NEGATABLE)
    if not kinds.isdisjoint(_WITHHELD):
        _scope(text, found, "cues_withheld.csv", _WITHHELD)
    if unit.section == "inclusion":
        _refused(text, found)


def _refused(text: str, found: list[Finding]) -> None:
    for start, _, _ in cues("cues_refused.csv", text):
        for finding in found:
            if finding["kind"] in _NEGATABLE and finding["end"] <= start <= sentence_end(text, finding["end"]):
                finding["negated"] = True


def _scope(text: str, found: list[Finding], table: str, kinds: frozenset[str]) -> None:
    for start, end, _ in cues(table, text):
        limit = sentence_end(text, end)
        turn = built("cues_turn.csv", _TURN).search(text, end, limit)
        limit = turn.start() if turn else limit
        for finding in found:
            if finding["kind"] not in kinds:
                continue
            inside = finding["kind"] in _WITHHELD and finding["start"] <= start < finding["end"]
            if inside or end <= finding["start"] < limit:
                finding["negated"] = True
