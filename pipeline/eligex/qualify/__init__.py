"""What surrounds a finding (negation, status, windows, exceptions), and the rest that nothing was read in."""

from __future__ import annotations

from ..entities.layer import LONGEST
from ..unit import Finding, Unit
from .conditional import set_conditions
from .exceptions import attach_exceptions, exception_regions
from .fallback import alone, drop_notes, fill, whole
from .inherit import inherit, inherit_windows
from .negation import negate
from .status import set_status
from .windows import attach_windows, bare_window

__all__ = ["qualify"]


def qualify(unit: Unit, findings: list[Finding]) -> list[Finding]:
    """Return a criterion's findings with what the wording around them says; windows end up inside them."""
    if len(unit.text) > LONGEST:
        return [*findings, whole(unit.text, 0, len(unit.text))]
    windows = sorted((f for f in findings if f["kind"] == "window"), key=lambda window: window["start"])
    unit.layers["windows"] = windows
    found = [dict(finding) for finding in findings if finding["kind"] != "window"]
    found.sort(key=lambda finding: (finding["start"], -finding["end"]))
    regions = exception_regions(unit.text)
    found = fill(unit, drop_notes(unit, found), windows, regions)
    found = set_conditions(unit, found)
    negate(unit, found, regions)
    set_status(unit.text, found, regions)
    inherit(unit, found, regions)
    loose = attach_windows(unit.text, found, windows, regions)
    inherit_windows(unit, found, regions)
    if regions:
        found, loose = attach_exceptions(unit, found, regions, loose)
    return found + [alone(unit.text, window, found) | {"window": [bare_window(window)]} for window in loose]
