"""What a lead-in says of the items below it: "No history of any of the following:"."""

from __future__ import annotations

from ..lexicons.cues import cues
from ..unit import Finding, Unit

# A cue further from the colon concerns something else of the lead-in.
_REACH = 50
_INHERITS = frozenset({"condition", "drug", "procedure", "device", "observation"})
_DRUG_STATUS = {"history": "prior", "current": "current", "taking": "current", "planned": "planned", "naive": "naive"}
_STATUS = {"history": "history", "current": "current", "planned": "planned"}


def inherit(unit: Unit, found: list[Finding]) -> None:
    """Set ``negated`` and ``status`` of findings by the criterion's lead-in, where they say nothing themselves."""
    lead = unit.parent.text.rstrip() if unit.parent else ""
    if not lead.endswith(":"):
        return
    lead = lead[-_REACH:]
    negated = bool(cues("cues_negation.csv", lead))
    said = [effect for _, _, effect in cues("cues_status.csv", lead)]
    for finding in found:
        if finding["kind"] not in _INHERITS:
            continue
        if negated:
            finding["negated"] = True
        status = (_DRUG_STATUS if finding["kind"] == "drug" else _STATUS).get(said[-1]) if said else None
        if status:
            finding.setdefault("status", status)
