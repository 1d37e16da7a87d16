"""Exceptions: "malignancy, except treated basal-cell carcinoma"; "brain metastases are allowed if stable"."""

from __future__ import annotations

import re

from ..unit import Finding, Unit
from .fallback import phrase_of
from .scopes import SENTENCE_END, cues, sentence_end
from .windows import Region, bare_windows

# "..., other than skin cancer, or patients with diabetes": somebody else is meant from here on.
_OTHERS = re.compile(r",?\s(?:or|and)\s(?:patients?|subjects?|participants?|those|women|individuals?|persons?)\s(?:with|who)\b", re.I)
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
    others = _OTHERS.search(text, end, limit)
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
) -> list[Finding]:
    """Hang the findings of each region on the requirement it narrows; windows left loose go to the region's own."""
    kept = [f for f in found if not any(start <= f["start"] < end for _, start, end in regions)]
    for cue, start, end in regions:
        inside = [f for f in found if start <= f["start"] < end]
        windows = [w for w in loose if start <= w["start"] < end]
        if not inside or windows:
            whole = _whole(unit.text, start, end)
            if not inside and whole is None:
                continue
            inside = inside or [whole] if whole else inside
            if windows:
                inside[0].setdefault("window", []).extend(bare_windows(windows))
        owner = _owner(unit, kept, cue, end)
        if owner is None:
            kept += inside
        else:
            owner.setdefault("exception", []).extend(inside)
    outside = [w for w in loose if not any(start <= w["start"] < end for _, start, end in regions)]
    if outside and kept:
        kept[0].setdefault("window", []).extend(bare_windows(outside))
    return kept


def _whole(text: str, start: int, end: int) -> Finding | None:
    span = phrase_of(text, start, end)
    if span is None:
        return None
    return {"kind": "other", "start": span[0], "end": span[1], "text": " ".join(text[span[0] : span[1]].split())}


def _owner(unit: Unit, kept: list[Finding], cue: int, end: int) -> Finding | None:
    """Return the last requirement before a cue, else the first behind its region, else one over the words before."""
    before = [f for f in kept if f["start"] < cue]
    if before:
        return max(before, key=lambda f: f["end"])
    span = phrase_of(unit.text, 0, cue)
    if span is None or span[1] - span[0] < 4:
        return next((f for f in kept if f["start"] >= end), None)
    whole = _whole(unit.text, 0, cue)
    if whole is not None:
        whole["extractor"] = "fallback"
        kept.insert(0, whole)
    return whole
