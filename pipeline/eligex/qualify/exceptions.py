"""Exceptions: "malignancy, except treated basal-cell carcinoma"; "brain metastases are allowed if stable"."""

from __future__ import annotations

import re

from ..lexicons.cues import built, cues
from ..unit import Finding, Unit
from .fallback import phrase_of, whole
from .scopes import SENTENCE_END, Region, in_regions, sentence_end
from .windows import bare_window

_EXTENT = re.compile(r"[^\s,;:.()]")


def exception_regions(text: str) -> list[Region]:
    """Return what exception cues and permissive sentences take out, in text order, not overlapping."""
    found = [(start, end, _region_end(text, start, end)) for start, end, _ in cues("cues_exception.csv", text)]
    for start, _, _ in cues("cues_permissive.csv", text):
        begin = _sentence_start(text, start)
        if begin:
            found.append((begin, begin, _region_end(text, begin, start)))
    regions: list[Region] = []
    for region in sorted(found):
        if region[2] > region[1] and (not regions or region[0] >= regions[-1][2]):
            regions.append(region)
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
    start = max((match.end() for match in SENTENCE_END.finditer(text, 0, offset)), default=0)
    bracket = text.rfind("(", start, offset)
    return bracket + 1 if bracket > text.rfind(")", start, offset) else start


def attach_exceptions(
    unit: Unit, found: list[Finding], regions: list[Region], loose: list[Finding]
) -> tuple[list[Finding], list[Finding]]:
    """Hang the findings of each region on the requirement it narrows, its loose windows too.

    Returns the requirements and the windows that are loose outside every region.
    """
    kept = [finding for finding in found if not in_regions(finding, regions)]
    for cue, start, end in regions:
        inside = [f for f in found if start <= f["start"] < end]
        windows = [bare_window(w) for w in loose if start <= w["start"] < end]
        if (windows or not inside) and (span := phrase_of(unit.text, start, end)):
            inside = inside or [whole(unit.text, *span)]
        if windows and inside:
            inside[0].setdefault("window", []).extend(windows)
        owner = _owner(kept, cue)
        if owner is None:
            kept += inside
        elif inside:
            owner.setdefault("exception", []).extend(inside)
    return kept, [window for window in loose if not in_regions(window, regions)]


def _owner(kept: list[Finding], cue: int) -> Finding | None:
    """Return the last requirement before a cue, else the first behind it."""
    before = [finding for finding in kept if finding["start"] < cue]
    if before:
        return max(before, key=lambda finding: finding["end"])
    return min(kept, key=lambda finding: finding["start"], default=None)
