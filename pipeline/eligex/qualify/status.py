"""Status: current, history, prior, planned, naive; and "at risk of", "family history of" as qualifiers."""

from __future__ import annotations

from ..unit import Finding
from .scopes import cues, sentence_end

_ENTITY = frozenset({"condition", "procedure", "device", "observation"})
_TEXT = frozenset({"pregnancy", "consent", "language", "allergy"})
# Drugs say "prior" where conditions say "history".
_DRUG_STATUS = {"history": "prior", "current": "current", "planned": "planned", "naive": "naive"}


def set_status(text: str, found: list[Finding]) -> None:
    """Set ``status`` from the cues before or inside each finding; the nearest cue before it counts."""
    said = list(cues("cues_status.csv", text))
    if not said:
        return
    for finding in found:
        if finding["kind"] != "drug" and finding["kind"] not in _ENTITY and finding["kind"] not in _TEXT:
            continue
        here = [cue for cue in said if cue[0] < finding["end"] and sentence_end(text, cue[1]) >= finding["start"]]
        for _, _, effect in reversed(here):
            if effect == "risk":
                _at_risk(finding, here)
                continue
            _apply(finding, effect)
            break


def _apply(finding: Finding, effect: str) -> None:
    if effect == "both":
        return
    if finding["kind"] == "drug":
        finding.setdefault("status", _DRUG_STATUS[effect])
    elif effect != "naive":
        finding.setdefault("status", effect)


def _at_risk(finding: Finding, here: list[tuple[int, int, str]]) -> None:
    start, end, _ = here[-1]
    if finding["kind"] == "condition" and start <= finding["start"] <= end + 40:
        qualifiers = list(finding.get("qualifiers", ()))
        if "at risk" not in qualifiers:
            finding["qualifiers"] = [*qualifiers, "at risk"]
