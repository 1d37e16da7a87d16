"""Lists of exceptions: "No malignancy except:" with the exceptions as sub-criteria."""

from __future__ import annotations

import re
from typing import Any

from ..lexicons.cues import cues
from ..unit import Finding

# What may stand between the cue and the end of the lead-in: "except the following conditions:".
_OPEN_END = re.compile(
    r"(?:\s+(?:for|the|of|any|one|in|those|following|below|listed|conditions?|cases?|diseases?|drugs?|medications?|"
    r"patients?|subjects?|with|who|are|have|had|permitted|allowed))*\s*[:;,.\-]*\s*\Z",
    re.I,
)
_MOVED = ("window", "within", "exception")


def hang_excepted(criteria: list[dict[str, Any]]) -> None:
    """Make the requirements of sub-criteria exceptions of the lead-in's last one, where the lead-in ends in "except".

    The sub-criteria stay, without requirements of their own: what they name is not excluded.
    """
    by_id = {item["id"]: item for item in criteria}
    for item in criteria:
        parent = by_id.get(item["parent"])
        if parent is None or not item.get("findings") or not parent.get("findings"):
            continue
        cue = _announced_at(parent["text"])
        if cue is None:
            continue
        owner = max(parent["findings"], key=lambda finding: (finding["end"], -finding["start"]))
        shift = item["start"] - parent["start"]
        # "the following" itself is no exception
        own = [
            f for f in owner.get("exception", []) if f["kind"] != "other" or not cue <= f["start"] < len(parent["text"])
        ]
        owner["exception"] = [*own, *(_moved(f, shift) for f in item["findings"])]
        item["findings"] = []


def _announced_at(text: str) -> int | None:
    """Return where the last exception cue begins, if nothing but an announcement follows it."""
    found = cues("cues_exception.csv", text)
    return found[-1][0] if found and _OPEN_END.match(text, found[-1][1]) else None


def _moved(finding: Finding, shift: int) -> Finding:
    """Return a finding with its offsets, and those of what hangs on it, counted from elsewhere."""
    moved = {**finding, "start": finding["start"] + shift, "end": finding["end"] + shift}
    if "spans" in finding:
        moved["spans"] = [(start + shift, end + shift) for start, end in finding["spans"]]
    for key in _MOVED:
        inner = finding.get(key)
        if isinstance(inner, dict):
            moved[key] = _moved(inner, shift)
        elif inner:
            moved[key] = [_moved(entry, shift) for entry in inner]
    return moved
