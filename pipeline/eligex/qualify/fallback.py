"""The honest rest: a criterion in which nothing typed was read becomes one requirement of kind ``other``."""

from __future__ import annotations

import re

from ..lexicons.cues import built, cue_pattern
from ..unit import Finding, Unit
from .scopes import Region, in_regions, sentence_start

_EDGE = " \t\n,;:.-–()[]*•\"'"
_NOTE = re.compile(r"\W{0,5}(?:note|n\.?b\.?)\b", re.I)
_RULES = re.compile(r"\b(?:exclu|ineligib|not (?:eligible|allowed|permitted)|prohibit|must|should)", re.I)
_READ = frozenset({"condition", "drug", "procedure", "device", "observation", "allergy"})


def drop_notes(unit: Unit, found: list[Finding]) -> list[Finding]:
    """Drop what a note mentions in passing ("Note: no testing for hepatitis B is required")."""
    if not _NOTE.match(unit.text) or _RULES.search(unit.text):
        return found
    return [finding for finding in found if finding["kind"] not in _READ]


def fill(unit: Unit, found: list[Finding], windows: list[Finding], regions: list[Region]) -> list[Finding]:
    """Return the findings, first one over the main phrase if nothing was read outside the exceptions.

    That is done for exclusions, for whatever has a window and for whatever an exception narrows.
    """
    if any(not in_regions(finding, regions) for finding in found) or not _is_needed(unit, windows, regions):
        return found
    main = _main_phrase(unit.text, regions)
    return [whole(unit.text, *main), *found] if main else found


def _is_needed(unit: Unit, windows: list[Finding], regions: list[Region]) -> bool:
    if windows or regions:
        return True
    if unit.section != "exclusion" or unit.text.rstrip().endswith(":") or _NOTE.match(unit.text):
        return False
    return not built("cues_nothing.csv", "@").fullmatch(unit.text.strip(_EDGE))


def _main_phrase(text: str, regions: list[Region]) -> tuple[int, int] | None:
    if not regions:
        return phrase_of(text, 0, len(text))
    return phrase_of(text, 0, regions[0].cue) or phrase_of(text, regions[-1].end, len(text))


def whole(text: str, start: int, end: int) -> Finding:
    """Return a requirement of kind ``other`` over a stretch of text."""
    said = " ".join(text[start:end].split())
    return {"kind": "other", "start": start, "end": end, "text": said, "extractor": "fallback"}


def alone(text: str, window: Finding, found: list[Finding]) -> Finding:
    """Return a requirement of kind ``other`` for a window that qualifies nothing that was read: its clause up to it."""
    start = max([sentence_start(text, window["start"]), *(f["end"] for f in found if f["end"] <= window["start"])])
    span = phrase_of(text, start, window["end"]) or (window["start"], window["end"])
    return whole(text, min(span[0], window["start"]), window["end"])


def phrase_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a stretch of text without its lead-in ("Patients who have") and its final punctuation."""
    lead_in = cue_pattern("cues_leadin.csv").pattern
    start = _skip_edge(text, start, end)
    while start < end and (lead := lead_in.match(text, start, end)) and lead.end() < end:
        start = _skip_edge(text, lead.end(), end)
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return (start, end) if end > start else None


def _skip_edge(text: str, start: int, end: int) -> int:
    while start < end and text[start] in _EDGE:
        start += 1
    return start
