"""Status: current, history, prior, planned, naive; and "at risk of", "family history of" as qualifiers."""

from __future__ import annotations

from ..lexicons.cues import cues
from ..unit import Finding
from .scopes import Region, sentence_end

_STATED = frozenset({"condition", "procedure", "device", "observation", "drug", "pregnancy", "allergy"})
_NEAR = 25
# Drugs say "prior" where conditions say "history".
_DRUG_STATUS = {"history": "prior", "current": "current", "planned": "planned", "naive": "naive"}


def set_status(text: str, found: list[Finding], regions: list[Region]) -> None:
    """Set ``status`` from the cues inside or before each finding; the nearest one counts.

    An adjective inside another finding ("active infection or asthma") says nothing of this one.
    """
    said = cues("cues_status.csv", text)
    if not said:
        return
    for finding in found:
        if finding["kind"] not in _STATED:
            continue
        left = max((region.start for region in regions if region.holds(finding)), default=0)
        others = [(f["start"], f["end"]) for f in found if f is not finding]
        for cue in reversed(said):
            if cue[0] < left or cue[0] >= finding["end"] or sentence_end(text, cue[1]) < finding["start"]:
                continue
            inside = cue[0] >= finding["start"]
            if not inside and any(start <= cue[0] < end for start, end in others):
                continue
            if _apply(finding, cue, inside):
                break


def _apply(finding: Finding, cue: tuple[int, int, str], inside: bool) -> bool:
    """Set what a cue says of a finding; False where it says nothing of this kind of finding."""
    effect = cue[2]
    if effect == "risk":
        _at_risk(finding, cue)
        return False
    if effect == "taking":
        if finding["kind"] != "drug" or inside or finding["start"] - cue[1] > _NEAR:
            return False
        effect = "current"
    if effect == "naive" and finding["kind"] != "drug":
        return False
    if effect != "both":
        finding.setdefault("status", _DRUG_STATUS[effect] if finding["kind"] == "drug" else effect)
    return True


def _at_risk(finding: Finding, cue: tuple[int, int, str]) -> None:
    if finding["kind"] == "condition" and 0 <= finding["start"] - cue[1] <= _NEAR:
        qualifiers = finding.get("qualifiers", [])
        if "at risk" not in qualifiers:
            finding["qualifiers"] = [*qualifiers, "at risk"]
