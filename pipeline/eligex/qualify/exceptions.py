"""Exceptions: "malignancy, except treated basal-cell carcinoma"; "brain metastases are allowed if stable"."""

from __future__ import annotations

import re

from ..lexicons.cues import built, cues
from ..unit import Finding, Unit
from .fallback import phrase_of, whole
from .scopes import Region, in_regions, sentence_end, sentence_start
from .windows import bare_window

_THINGS = frozenset({"condition", "drug", "procedure", "device", "observation"})
_EXTENT = re.compile(r"[^\s,;:.()]")


def exception_regions(text: str) -> list[Region]:
    """Return what exception cues and permissive sentences take out, in text order, not overlapping."""
    found = [(start, start, end, effect == "unless") for start, end, effect in cues("cues_exception.csv", text)]
    for start, _, _ in cues("cues_permissive.csv", text):
        begin = _sentence_start(text, start)
        if begin:
            found.append((begin, start, begin, False))
    regions: list[Region] = []
    for cue, word, begin, is_clause in sorted(found):
        if regions and cue < regions[-1].end:
            continue
        end = _region_end(text, cue, max(word, begin))
        if end > begin:
            regions.append(Region(cue, begin, end, is_clause))
    return regions


def _region_end(text: str, start: int, end: int) -> int:
    limit = sentence_end(text, end)
    # "..., other than skin cancer, or patients with diabetes": somebody else is meant from here on.
    others = built("cues_others.csv", "@").search(text, end, limit)
    limit = others.start() if others else limit
    if text.count("(", 0, start) > text.count(")", 0, start):
        closing = text.find(")", end)
        return closing if closing >= 0 else limit
    if not _EXTENT.search(text[:start]):
        comma = text.find(",", end, limit)
        return comma if comma >= 0 else limit
    return limit


def _sentence_start(text: str, offset: int) -> int:
    start = sentence_start(text, offset)
    bracket = text.rfind("(", start, offset)
    return bracket + 1 if bracket > text.rfind(")", start, offset) else start


def attach_exceptions(
    unit: Unit, found: list[Finding], regions: list[Region], loose: list[Finding]
) -> tuple[list[Finding], list[Finding]]:
    """Hang the findings of each region on the requirement it narrows, its loose windows too.

    Returns the requirements and the windows that are loose outside every region.
    """
    kept = [finding for finding in found if not in_regions(finding, regions)]
    for region in regions:
        inside = _excepted(unit, region, [f for f in found if region.holds(f)])
        windows = [bare_window(window) for window in loose if region.holds(window)]
        if windows and not inside:
            inside = [whole(unit.text, region.start, region.end)]
        if windows:
            inside[0].setdefault("window", []).extend(windows)
        owner = _owner(kept, region.cue)
        if owner is None:
            kept += inside
        elif inside:
            owner.setdefault("exception", []).extend(inside)
    return kept, [window for window in loose if not in_regions(window, regions)]


def _excepted(unit: Unit, region: Region, inside: list[Finding]) -> list[Finding]:
    """Return the findings of a region; a circumstance is one ``other``, whatever things it mentions."""
    mentioned = [finding for finding in inside if finding["kind"] in _THINGS]
    if inside and not (region.is_clause and mentioned):
        return inside
    span = phrase_of(unit.text, region.start, region.end)
    if span is None:
        return inside
    circumstance = whole(unit.text, *span)
    windows = [window for finding in mentioned for window in finding.get("window", [])]
    if windows:
        circumstance["window"] = windows
    return [circumstance, *(finding for finding in inside if finding["kind"] not in _THINGS)]


def _owner(kept: list[Finding], cue: int) -> Finding | None:
    """Return the last requirement before a cue, else the first behind it."""
    before = [finding for finding in kept if finding["start"] < cue]
    if before:
        return max(before, key=lambda finding: finding["end"])
    return min(kept, key=lambda finding: finding["start"], default=None)
