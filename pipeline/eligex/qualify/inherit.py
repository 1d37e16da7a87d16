"""What a lead-in says of the items below it: "No history of any of the following:", "Excluded within 4 weeks:"."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..lexicons.cues import built, cues
from ..unit import Finding, Unit
from .negation import negates_up_to, turn_in
from .scopes import Region, in_regions, is_joint, sentence_start
from .windows import bare_window

# A cue further from the colon concerns something else of the lead-in, unless an announcement stands between them.
_REACH = 50
_ASIDE = re.compile(r"\s*\([^()]*\)\s*(?=:?\s*\Z)")
# "Stroke within 6 months, or any of the following:" speaks of something else.
_OTHER = re.compile(r"\b(?:or|and)\b|;", re.I)
_OPENING = re.compile(r"\W*(?:within|(?:in|during) the (?:last|past|previous))\b", re.I)
_INHERITS = frozenset({"condition", "drug", "procedure", "device", "observation"})
_TREATED = {"history": "history", "took": "history", "current": "current", "planned": "planned"}
# What each cue says of an item, by the item's kind; drugs say "prior" where others say "history".
_STATUS = {
    "condition": {"history": "history", "current": "current"},
    "drug": {
        "history": "prior",
        "took": "prior",
        "treated": "prior",
        "current": "current",
        "taking": "current",
        "planned": "planned",
        "naive": "naive",
        "allergy": "allergy",
    },
    "procedure": {**_TREATED, "undergoing": "current"},
    "device": _TREATED,
    "observation": {**_TREATED, "joined": "history"},
}


class LeadIn(NamedTuple):
    """The last sentence of the text above a list, and where its announcement ("any of the following") begins."""

    text: str
    offset: int
    announced: int | None

    def between(self, start: int, end: int) -> str:
        """Return the text between two offsets of the whole lead-in."""
        return self.text[max(0, start - self.offset) : max(0, end - self.offset)]

    @property
    def end(self) -> int:
        """Offset behind the lead-in."""
        return self.offset + len(self.text)


def inherit(unit: Unit, found: list[Finding], regions: list[Region]) -> None:
    """Set ``negated`` and ``status`` of findings by the criterion's lead-in, where they say nothing themselves."""
    lead = _lead_in(unit)
    if lead is None:
        return
    negated = negates_up_to(lead.text) and not built("cues_refers.csv", r"\b(?:@)\b").search(lead.text)
    said = next((cue for cue in reversed(cues("cues_status.csv", lead.text)) if _passes(lead, cue)), None)
    for finding in found:
        if finding["kind"] not in _INHERITS or in_regions(finding, regions):
            continue
        if negated:
            finding["negated"] = True
        status = _STATUS[finding["kind"]].get(said[2]) if said else None
        if status:
            finding.setdefault("status", status)


def _lead_in(unit: Unit) -> LeadIn | None:
    """Return the lead-in of a list item; None where there is none or where it only defines something."""
    text = unit.parent.text if unit.parent else ""
    bare = _ASIDE.sub("", text).rstrip()
    if not bare.endswith(":"):
        return None
    start = sentence_start(bare, len(bare) - 1)
    sentence = bare[start:]
    if cues("cues_exception.csv", sentence) or built("cues_defining.csv", r"\b(?:@)(?!\w)").search(sentence):
        return None
    announced = [match.start() for match in built("cues_announcing.csv", r"\b(?:@)").finditer(sentence)]
    return LeadIn(sentence, start, announced[-1] if announced else None)


def _passes(lead: LeadIn, cue: tuple[int, int, str]) -> bool:
    """Tell whether a cue of a lead-in speaks of the items: an announcement or next to nothing follows it."""
    _, end, effect = cue
    if turn_in(lead.text, end, len(lead.text)) is not None:
        return False
    if lead.announced is not None and lead.announced >= end:
        return effect != "both"
    # "Active nephritis with:" is about the nephritis alone.
    return effect not in ("both", "current") and len(lead.text) - end <= _REACH


def inherit_windows(unit: Unit, found: list[Finding], regions: list[Region]) -> None:
    """Give the lead-in's window to the findings that have none: "Excluded within 4 weeks:"."""
    lead = _lead_in(unit)
    if lead is None or unit.parent is None:
        return
    shift = unit.parent.start - unit.start
    windows = [_shifted(window, shift) for window in _announced_windows(lead, unit.parent.layers.get("windows", []))]
    for finding in found:
        if windows and finding["kind"] in _INHERITS and not finding.get("window") and not in_regions(finding, regions):
            finding["window"] = [dict(window) for window in windows]


def _announced_windows(lead: LeadIn, windows: list[Finding]) -> list[Finding]:
    """Return the windows of a lead-in that hold for its items, those joined by "or" together."""
    here = [window for window in windows if window["start"] >= lead.offset]
    if not here or not _is_for_items(lead, here[-1]):
        return []
    kept = here[-1:]
    for window in reversed(here[:-1]):
        if not is_joint(lead.between(window["end"], kept[0]["start"])):
            break
        kept.insert(0, window)
    return kept


def _is_for_items(lead: LeadIn, window: Finding) -> bool:
    """Tell whether a window is said of the items: something announces them and no other thing comes between."""
    behind = lead.between(window["end"], lead.end)
    in_aside = ")" in behind and "(" not in behind[: behind.index(")")]
    if _OTHER.search(behind) or (in_aside and not lead.between(0, window["start"]).endswith("(")):
        return False
    return lead.announced is not None or bool(_OPENING.match(lead.text))


def _shifted(window: Finding, shift: int) -> dict[str, Any]:
    return bare_window(window) | {"start": window["start"] + shift, "end": window["end"] + shift}
