"""Windows onto the requirements they qualify: "surgery or radiotherapy within 4 weeks"."""

from __future__ import annotations

from typing import Any

from ..unit import Finding
from .scopes import Region, is_joint, sentence_end

# Ages and survivals carry their own times.
_TIMELESS = frozenset({"age", "life_expectancy", "sex", "healthy_volunteers"})


def attach_windows(text: str, found: list[Finding], windows: list[Finding], regions: list[Region]) -> list[Finding]:
    """Give each window to the nearest requirement before it, else after it; return those that found none."""
    loose: list[Finding] = []
    owners: list[Finding] = []
    behind = 0
    for window in windows:
        here = [f for f in found if f["kind"] not in _TIMELESS and _region(f, regions) == _region(window, regions)]
        # "within 4 weeks or 5 half-lives": the second goes where the first went.
        if not (owners and is_joint(text[behind : window["start"]])):
            owners = _owners(text, here, window)
        for owner in owners:
            owner.setdefault("window", []).append(bare_window(window))
        if not owners:
            loose.append(window)
        behind = window["end"]
    return loose


def bare_window(window: Finding) -> dict[str, Any]:
    """Return a window as the value of a requirement's field."""
    return {key: value for key, value in window.items() if key not in ("kind", "extractor")}


def _region(finding: Finding, regions: list[Region]) -> int:
    return next((n for n, region in enumerate(regions) if region.holds(finding)), -1)


def _owners(text: str, here: list[Finding], window: Finding) -> list[Finding]:
    start, end = window["start"], window["end"]
    around = [f for f in here if f["start"] <= start and end <= f["end"]]
    # "at least 4 weeks since prior surgery": the anchor is the requirement itself.
    inside = [f for f in here if start <= f["start"] < end]
    if around or inside:
        return around[:1] or _following(text, inside)
    before = [f for f in here if f["end"] <= start or f["start"] < start < f["end"]]
    after = [f for f in here if f["start"] >= end]
    near = max(before, key=lambda f: f["end"], default=None)
    if near is not None and sentence_end(text, near["end"]) >= start:
        return _coordinated(text, before, near)
    if after and sentence_end(text, end) >= after[0]["start"]:
        return _following(text, after)
    return []


def _coordinated(text: str, before: list[Finding], near: Finding) -> list[Finding]:
    """Return a requirement and those coordinated with it on its left."""
    owners = [near]
    for finding in reversed([f for f in before if f["end"] <= near["start"]]):
        if finding.get("window") or not is_joint(text[finding["end"] : owners[-1]["start"]]):
            break
        owners.append(finding)
    return owners


def _following(text: str, after: list[Finding]) -> list[Finding]:
    owners = after[:1]
    for finding in after[1:]:
        if not is_joint(text[owners[-1]["end"] : finding["start"]]):
            break
        owners.append(finding)
    return owners
