"""Write the ages of participants as findings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..unit import Finding
from .ages import is_light
from .quantities import Quantity
from .scene import Scene
from .thresholds import suspect

_GROUP = re.compile(r"^\W*((?:cohort|group|arm|part|stratum|phase|sub-?study)\s*[A-Z0-9]{1,3}[a-z]?\b)", re.IGNORECASE)
_BORN = re.compile(
    r"\bborn (?:on or )?(?:before|after|in|since|between|prior to|from)\b[^.;\n]{0,24}?\b(?:19|20)\d{2}\b"
    r"(?:\s?(?:and|to|-|–)\s?(?:19|20)\d{2})?",
    re.IGNORECASE,
)


def age_finding(scene: Scene, quantity: Quantity) -> Finding:
    """Write an age as a finding; the two ends keep their own units."""
    start, end = scene.tokens[_first(scene, quantity)].start, scene.tokens[_last(scene, quantity)].end
    finding: Finding = {"kind": "age", "start": start, "end": end, "unit": quantity.low_time or quantity.time or "year"}
    _set_bounds(finding, quantity)
    label = _label(scene)
    if label:
        finding["label"] = label
    if not quantity.low and not quantity.high:
        finding["warning"] = suspect(scene, quantity)
    return finding


def _first(scene: Scene, quantity: Quantity) -> int:
    """Return the token of the age word before a quantity, or the quantity's first."""
    for position in scene.left(quantity.first, 6):
        token = scene.tokens[position]
        if scene.owner[position] >= 0 or not (is_light(token) or "age" in token.roles):
            break
        if "age" in token.roles:
            return position
    return quantity.first


def _last(scene: Scene, quantity: Quantity) -> int:
    last = quantity.last
    for position in scene.right(quantity.last, 3):
        token = scene.tokens[position]
        if "age" in token.roles:
            last = position
        elif token.text not in (",", "(", "of"):
            break
    return last


def _set_bounds(finding: Finding, quantity: Quantity) -> None:
    if quantity.low:
        finding["low"] = quantity.low.as_dict()
    if quantity.high:
        finding["high"] = quantity.high.as_dict()
        if quantity.low is None:
            finding["unit"] = quantity.time or "year"
        elif quantity.time and quantity.time != finding["unit"]:
            finding["high_unit"] = quantity.time


def _label(scene: Scene) -> str | None:
    for text in (scene.text, scene.unit.heading, scene.unit.parent.text if scene.unit.parent else ""):
        match = _GROUP.match(text)
        if match:
            return match[1]
    return None


def birth_findings(text: str) -> Iterator[Finding]:
    """Yield ``born before 1950`` as an age without bounds: how old that is depends on the date of enrolment."""
    for match in _BORN.finditer(text):
        message = f"{match[0]!r} bounds the year of birth, not an age"
        warning = {"code": "birth-year", "message": message}
        yield {"kind": "age", "start": match.start(), "end": match.end(), "unit": "year", "warning": warning}
