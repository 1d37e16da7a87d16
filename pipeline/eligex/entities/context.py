"""Entities that only explain another one: "infection requiring antibiotics", "sepsis due to pneumonia"."""

from __future__ import annotations

import re

from ..lexicons.cues import built
from ..unit import Finding

_QUALIFIED = frozenset({"condition", "drug", "procedure", "device"})
_JOINED = re.compile(r"\s*(?:,|/|,?\s*\b(?:and/or|or|and)\b)\s*$", re.I)
_EXAMPLES = re.compile(r"\s*[(,]?\s*(?:including|such as|e\.?g\.?|i\.?e\.?|like)\W{1,3}(?:[\w'-]+\s+){0,2}$", re.I)
_EXPLAINING = r"\s*\(?\s*,?\s*(?:@)(?:\s+[\w'-]+){0,4}\s*$"
_MAX_GAP = 60


def absorb(text: str, found: list[Finding]) -> list[Finding]:
    """Turn findings that explain the one before them into its qualifiers; ``found`` is in text order."""
    kept: list[Finding] = []
    absorbed: Finding | None = None
    for finding in found:
        if kept and finding["start"] < kept[-1]["end"]:
            continue
        if kept and _explains(text, kept[-1], absorbed, finding):
            _qualify(kept[-1], text[kept[-1]["end"] : finding["end"]])
            absorbed = finding
            continue
        kept.append(finding)
        absorbed = None
    return kept


def _explains(text: str, owner: Finding, absorbed: Finding | None, finding: Finding) -> bool:
    if finding["kind"] not in _QUALIFIED or owner["kind"] not in _QUALIFIED:
        return False
    gap = text[(absorbed or owner)["end"] : finding["start"]]
    if len(gap) > _MAX_GAP:
        return False
    if built("cues_exception.csv", r"\b(?:@)\b").search(gap):
        return False
    if built("cues_explaining.csv", _EXPLAINING).match(gap):
        return True
    if absorbed is None:
        return False
    # "requiring steroids or antibiotics" goes on; "requiring steroids or active hepatitis" does not.
    joined = _JOINED.match(gap) or _EXAMPLES.match(gap)
    return bool(joined) and absorbed["kind"] == finding["kind"] != owner["kind"]


def _qualify(owner: Finding, clause: str) -> None:
    said = " ".join(clause.split()).strip(" ,(")
    qualifiers = owner.setdefault("qualifiers", [])
    if qualifiers and said.startswith(qualifiers[-1]):
        qualifiers[-1] = said
    else:
        qualifiers.append(said)
