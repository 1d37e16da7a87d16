"""Status: current, history, prior, planned, naive; and "at risk of" as a qualifier."""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest

from ..lexicons.cues import built, cue_pattern, cues
from ..unit import Finding
from .scopes import Region, is_joint, reach

Cue = tuple[int, int, str]

_STATED = frozenset({"condition", "procedure", "device", "observation", "drug", "pregnancy", "allergy"})
_TREATMENTS = frozenset({"drug", "procedure"})
_NEAR = 25
# Drugs say "prior" where conditions say "history".
_DRUG_STATUS = {"history": "prior", "current": "current", "planned": "planned", "naive": "naive", "allergy": "allergy"}
# What some cues say only of what follows at once, and of these kinds only: "taking aspirin", "treated with surgery".
_AT_ONCE = {
    "taking": (frozenset({"drug"}), "current"),
    "undergoing": (_TREATMENTS, "current"),
    "treated": (_TREATMENTS, "history"),
    "naive": (frozenset({"drug"}), "naive"),
    "allergy": (frozenset({"drug"}), "allergy"),
}
# What some say of these kinds only, wherever they stand: nobody receives a disease.
_OF_KINDS = {
    "took": (frozenset({"drug", "procedure", "device"}), "history"),
    "joined": (frozenset({"observation"}), "history"),
}
# "toxicity of previous therapy": the cue says nothing of the toxicity.
_LINK = re.compile(r"\b(?:of|to|from|for|with|due|after)\b", re.I)
_DIRECTLY = re.compile(r"\s*(?:(?:of|an?|the|any|known|prior)\s+)*", re.I)
# "anxiety and/or depression" share what is said of the first; "hepatitis or cirrhosis" need not.
_TOGETHER = re.compile(r"\s*(?:/|,?\s*and/or)\s*", re.I)
_PAIR = re.compile(r"\s*(?:/|,?\s*(?:and/or|or|and))\s*", re.I)
_EXAMPLES = r"[\s,(\[]*(?:@)\W*"


def set_status(text: str, found: list[Finding], regions: list[Region]) -> None:
    """Set ``status`` from the cues inside or before each finding; the nearest one counts.

    An adjective inside another finding ("active infection or asthma") says nothing of this one, unless both are
    treatments ("prior surgery or chemotherapy") or this one is an example of the other.
    """
    _look_behind(text, found)
    said = cues("cues_status.csv", text)
    if not said:
        return
    for finding in found:
        if finding["kind"] in _STATED:
            others = [(f["start"], f["end"]) for f in found if f is not finding]
            left = max((region.start for region in regions if region.holds(finding)), default=0)
            _state(text, finding, [cue for cue in said if left <= cue[0] and _reaches(text, cue, finding, others)])
    _spread(text, found, regions)


def _look_behind(text: str, found: list[Finding]) -> None:
    """Set what is said right behind a treatment: "antibiotic-naive", "surgery is planned"."""
    for finding in found:
        effect = cue_pattern("cues_status_after.csv").behind(text, finding["end"])
        if effect and (finding["kind"] == "drug" or (finding["kind"] == "procedure" and effect == "planned")):
            finding["status"] = _DRUG_STATUS[effect] if finding["kind"] == "drug" else effect


def _reaches(text: str, cue: Cue, finding: Finding, others: list[tuple[int, int]]) -> bool:
    start, end, _ = cue
    if finding["start"] <= start:
        return start < finding["end"] and not _LINK.search(text, finding["start"], start)
    if reach(text, start, end) < finding["start"] or any(first <= start < last for first, last in others):
        return False
    return not built("cues_restart.csv", r"(?:@)\b").search(text, end, finding["start"])


def _state(text: str, finding: Finding, said: list[Cue]) -> None:
    """Set what the nearest cue says; in "history of active hepatitis" the further one."""
    nearest = said[::-1]
    for cue, further in zip_longest(nearest, nearest[1:]):
        told_of = further and (cue[2], further[2]) == ("current", "history")
        if told_of and _DIRECTLY.fullmatch(text, further[1], cue[0]):
            cue = further
        if _apply(finding, cue):
            return


def _apply(finding: Finding, cue: Cue) -> bool:
    """Set what a cue says of a finding; False where it says nothing of this kind of finding."""
    effect = cue[2]
    if effect == "risk":
        _at_risk(finding, cue)
        return False
    if effect in _AT_ONCE:
        kinds, status = _AT_ONCE[effect]
        if finding["kind"] not in kinds or not 0 <= finding["start"] - cue[1] <= _NEAR:
            return False
        effect = status
    if effect in _OF_KINDS:
        kinds, status = _OF_KINDS[effect]
        if finding["kind"] not in kinds:
            return False
        effect = status
    # No disease is planned: "scheduled for a malaria test".
    if effect != "both" and (effect, finding["kind"]) != ("planned", "condition"):
        finding.setdefault("status", _DRUG_STATUS[effect] if finding["kind"] == "drug" else effect)
    return True


def _spread(text: str, found: list[Finding], regions: list[Region]) -> None:
    """Hand a status on to what is coordinated with its finding, or is an example of it."""
    borders = {edge for region in regions for edge in (region.cue, region.end)}
    listed: str | None = None
    for before, finding in pairwise(found):
        gap = _gap(text, before, finding)
        if _is_example(gap):
            listed = before.get("status")
        elif not is_joint(gap):
            listed = None
        if "status" in finding or finding["kind"] not in _STATED:
            continue
        if any(before["start"] < border <= finding["start"] for border in borders):
            continue
        said = listed or (before.get("status") if _shares(before, gap, finding) else None)
        if said:
            finding["status"] = _translated(said, finding)


def _gap(text: str, before: Finding, finding: Finding) -> str:
    """Return the text between two findings, without what explains the first ("therapy for asthma, including ...")."""
    gap = text[before["end"] : finding["start"]]
    for said in before.get("qualifiers", []):
        gap = gap.lstrip().removeprefix(said)
    return gap


def _is_example(gap: str) -> bool:
    return built("cues_examples.csv", _EXAMPLES).fullmatch(gap) is not None


def _shares(before: Finding, gap: str, finding: Finding) -> bool:
    """Tell whether what is said of a finding is said of the next one, given the text between them."""
    if _TOGETHER.fullmatch(gap):
        return True
    if {before["kind"], finding["kind"]} <= _TREATMENTS or before.get("spans"):
        return is_joint(gap.lstrip(" )]"))
    return before.get("status") == "history" and _PAIR.fullmatch(gap) is not None and not finding.get("qualifiers")


def _translated(said: str, finding: Finding) -> str:
    if finding["kind"] == "drug":
        return _DRUG_STATUS.get(said, said)
    return "history" if said == "prior" else said


def _at_risk(finding: Finding, cue: Cue) -> None:
    if finding["kind"] == "condition" and 0 <= finding["start"] - cue[1] <= _NEAR:
        qualifiers = finding.get("qualifiers", [])
        if "at risk" not in qualifiers:
            finding["qualifiers"] = [*qualifiers, "at risk"]
