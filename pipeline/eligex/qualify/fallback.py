"""The honest rest: a criterion in which nothing typed was read becomes one requirement of kind ``other``."""

from __future__ import annotations

import re

from ..unit import Finding, Unit
from .scopes import cue_pattern
from .windows import bare_windows

_EDGE = " \t\n,;:.-–()[]*•\"'"
_NOTE = re.compile(r"\s*(?:note|n\.?b\.?)\b", re.I)


def fill(unit: Unit, found: list[Finding], windows: list[Finding]) -> list[Finding]:
    """Return the findings, or one over the main phrase of an exclusion (or of a criterion with a window) without any."""
    if found or not (windows or unit.section == "exclusion") or unit.text.rstrip().endswith(":") and not windows:
        return found
    if _NOTE.match(unit.text) and not windows:
        return found
    span = phrase_of(unit.text, 0, len(unit.text))
    if span is None:
        return found
    start, end = span
    finding: Finding = {"kind": "other", "start": start, "end": end, "text": " ".join(unit.text[start:end].split())}
    finding["extractor"] = "fallback"
    if windows and not any(start <= w["start"] < end for w in windows):
        finding["window"] = bare_windows(windows)
    return [finding]


def phrase_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a stretch of text without its lead-in ("Patients who have") and its final punctuation."""
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and (lead := cue_pattern("cues_leadin.csv").pattern.match(text, start, end)) and lead.end() < end:
        start = lead.end()
        while start < end and text[start] in _EDGE:
            start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return (start, end) if end > start else None
