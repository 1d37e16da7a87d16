"""Negation: "no history of", "absence of", "not pregnant"."""

from __future__ import annotations

import re

from ..lexicons.cues import built, cues
from ..unit import Finding, Unit
from .scopes import Region, reach, sentence_end, sentence_start

_NEGATABLE = frozenset(
    {"condition", "drug", "procedure", "device", "observation", "pregnancy", "allergy", "consent", "language"}
)
# What turns the sentence round again.
_TURN = r"\b(?:@)\b"
# "no relapse after surgery or chemotherapy": these are only mentioned.
_BESIDE = r"\b(?:@)(?:\s+[\w/-]+){0,4}\s+$"
# "a cancer that does not need treatment, asthma"
_RELATIVE = re.compile(r"\b(?:that|which)\s+\w+\s+not$", re.I)
_OPENING = r"\W*(?:@)\b"
# What a refusal negates; in other kinds "unable to" is the requirement itself.
_WITHHELD = frozenset({"consent", "language"})


def negate(unit: Unit, found: list[Finding], regions: list[Region]) -> None:
    """Set ``negated`` on the findings inside the scope of a negation cue; it does not reach into an exception.

    In an inclusion also on what the sentence refuses behind it ("biphenotypic leukemia is not eligible").
    """
    text = unit.text
    kinds = {finding["kind"] for finding in found}
    if not kinds.isdisjoint(_NEGATABLE):
        _scope(text, found, "cues_negation.csv", _NEGATABLE, regions)
    if not kinds.isdisjoint(_WITHHELD):
        _scope(text, found, "cues_withheld.csv", _WITHHELD, regions)
    if unit.section == "inclusion":
        _refused(text, found)


def negates_up_to(lead: str) -> bool:
    """Tell whether what a negation cue negates goes on behind the end of a lead-in."""
    return any(_limit(lead, start, end) == len(lead) for start, end, _ in cues("cues_negation.csv", lead))


def turn_in(text: str, start: int, end: int) -> int | None:
    """Return where a sentence turns between two offsets ("..., but", "who have"); None where it goes straight on."""
    turn = built("cues_turn.csv", _TURN).search(text, start, end)
    return turn.start() if turn else None


def _refused(text: str, found: list[Finding]) -> None:
    for start, _, _ in cues("cues_refused.csv", text):
        for finding in found:
            if finding["kind"] in _NEGATABLE and finding["end"] <= start <= sentence_end(text, finding["end"]):
                finding["negated"] = True


def _scope(text: str, found: list[Finding], table: str, kinds: frozenset[str], regions: list[Region]) -> None:
    for start, end, _ in cues(table, text):
        if any(_holds_in_qualifier(text, finding, start, end) for finding in found):
            continue
        limit = _limit(text, start, end)
        for finding in found:
            if finding["kind"] not in kinds or any(r.holds(finding) and start < r.start for r in regions):
                continue
            inside = finding["kind"] in _WITHHELD and finding["start"] <= start < finding["end"]
            follows = end <= finding["start"] < limit
            if inside or (follows and not built("cues_beside.csv", _BESIDE).search(text, end, finding["start"])):
                finding["negated"] = True


def _limit(text: str, start: int, end: int) -> int:
    """Return where the scope of a cue ends: where the sentence turns or its clause ends ("If no biopsy, ...")."""
    limit = reach(text, start, end)
    opening = sentence_start(text, start)
    if _RELATIVE.search(text, opening, end) or built("cues_subordinate.csv", _OPENING).match(text, opening):
        comma = text.find(",", end, limit)
        limit = comma if comma >= 0 else limit
    return turn_in(text, end, limit) or limit


def _holds_in_qualifier(text: str, finding: Finding, start: int, end: int) -> bool:
    """Tell whether a cue opens what explains a finding: "cancer without metastases, asthma"."""
    if not finding["end"] <= start or text[finding["end"] : start].strip(" ,("):
        return False
    cue = text[start:end].lower()
    return any(said.lower().startswith(cue) for said in finding.get("qualifiers", []))
