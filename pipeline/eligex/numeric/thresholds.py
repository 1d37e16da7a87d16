"""Write measurements, scores and counts as findings."""

from __future__ import annotations

import re
from typing import Final

from ..lexicons.rows.numeric import AnalyteRow, ScaleRow
from ..link.plausible import check
from ..unit import Finding
from .conditions import condition_of
from .heads import HeadSpan
from .phrases import is_score_like
from .quantities import Bound, Quantity
from .scene import Scene

# "20/40" is a fraction of normal sight, of which a larger number means worse.
_SNELLEN: Final = re.compile(r"acuity|vision|snellen|\b(?:BC)?VA\b", re.IGNORECASE)
_SYSTOLIC: Final = ("systolic blood pressure", "diastolic blood pressure")


def threshold_findings(scene: Scene, quantity: Quantity, heads: list[HeadSpan]) -> list[Finding]:
    """Return one finding for each head that shares the quantity."""
    if (
        quantity.ratio is not None and quantity.unit is not None and "hg" in quantity.unit.text.lower()
    ) or _is_pressure(quantity, heads):
        return _pressures(scene, quantity, heads)
    if heads and isinstance(heads[0].row, ScaleRow):
        _successive(quantity)
    if quantity.low and quantity.high and _is_outside(scene, quantity):
        low, high = quantity.outside()
        return [*threshold_findings(scene, low, heads), *threshold_findings(scene, high, heads)]
    condition = condition_of(scene, quantity, heads[0].first if heads else -1)
    findings = [_finding(scene, quantity, head) for head in heads]
    for finding in findings:
        if condition:
            finding["condition"] = condition
    return findings


def _successive(quantity: Quantity) -> None:
    """Read the two grades of ``grade 3/4`` as a list."""
    value = quantity.values[0]
    if quantity.op is None and quantity.ratio is not None and quantity.ratio == value + 1:
        quantity.values, quantity.listed, quantity.ratio = [value, quantity.ratio], True, None
        quantity.low, quantity.high = Bound(value), Bound(quantity.values[1])


def _is_outside(scene: Scene, quantity: Quantity) -> bool:
    return any(scene.tokens[position].text == "outside" for position in scene.left(quantity.first, 4))


def _is_pressure(quantity: Quantity, heads: list[HeadSpan]) -> bool:
    return quantity.ratio is not None and any(
        "pressure" in f"{head.text} {getattr(head.row, 'name', '')}".lower() or head.text == "BP" for head in heads
    )


def _pressures(scene: Scene, quantity: Quantity, heads: list[HeadSpan]) -> list[Finding]:
    """Split ``140/90 mmHg`` into its systolic and diastolic bound."""
    assert quantity.ratio is not None
    findings = []
    for name, value in zip(_SYSTOLIC, (quantity.values[0], quantity.ratio), strict=True):
        part = _base(scene, quantity, heads[0] if heads else None)
        part["kind"] = "measurement"
        part["analyte"] = {"text": name}
        for side in ("low", "high"):
            bound: Bound | None = getattr(quantity, side)
            if bound:
                part[side] = {"value": value, "inclusive": bound.inclusive}
        if not quantity.low and not quantity.high:
            part["value_text"] = f"{value}"
        if quantity.unit:
            part["unit_text"], part["unit"] = quantity.unit.text, quantity.unit.ucum
        findings.append(part)
    return findings


_TIME_CODES: Final = {"second": "s", "minute": "min", "hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}


def _unit(finding: Finding, quantity: Quantity, head: HeadSpan) -> None:
    """Set the unit as written and as UCUM code, and warn of a value that cannot be true."""
    if quantity.unit:
        finding["unit_text"], finding["unit"] = quantity.unit.text, quantity.unit.ucum
    elif quantity.time:
        finding["unit_text"], finding["unit"] = quantity.time, _TIME_CODES.get(quantity.time)
    if not isinstance(head.row, AnalyteRow) or quantity.reference or quantity.unit is None or quantity.unit.dangling:
        return
    if quantity.unit.dimension == "percentile":
        return
    for value in quantity.values[:2]:
        verdict = check(value, finding.get("unit"), head.row)
        if verdict.verdict == "dimension-mismatch" and head.row.qualitative:
            # "HIV > 10,000 copies/mL": the name means another test of the same thing.
            finding["analyte"] = {"text": head.text}
            return
        if verdict.verdict in ("impossible", "dimension-mismatch"):
            finding["warning"] = {"code": f"value-{verdict.verdict}", "message": verdict.reason}
            return


def suspect(scene: Scene, quantity: Quantity) -> dict[str, str]:
    """Return the warning for an equals sign where a bound is meant."""
    written = scene.words(quantity.first, quantity.last)
    return {"code": "operator-suspect", "message": f"{written!r} may have lost its < or >; no bound is read from it"}


def _base(scene: Scene, quantity: Quantity, head: HeadSpan | None) -> Finding:
    """Return the start of a finding; a head that stands before other quantities gets evidence of its own."""
    first, last = quantity.first, quantity.last
    if head is None or head.first < 0:
        start, end = scene.span(first, last)
        return {"kind": "measurement", "start": start, "end": end}
    if any(scene.owner[position] >= 0 for position in range(head.last + 1, first)):
        start, end = scene.span(first, last)
        return {"kind": "measurement", "start": start, "end": end, "spans": [list(scene.span(head.first, head.last))]}
    start, end = scene.span(min(first, head.first), max(last, head.last))
    return {"kind": "measurement", "start": start, "end": end}


def _finding(scene: Scene, quantity: Quantity, head: HeadSpan) -> Finding:
    finding = _base(scene, quantity, head)
    if quantity.ratio is not None and _SNELLEN.search(head.text):
        return finding | {"analyte": {"text": head.text}, "value_text": scene.words(quantity.first, quantity.last)}
    if isinstance(head.row, ScaleRow) or (head.row is None and quantity.unit is None and is_score_like(head.text)):
        return _score(scene, finding, quantity, head)
    finding["analyte"] = {"text": head.text}
    if isinstance(head.row, AnalyteRow):
        finding["analyte"]["name"] = head.row.name
        if head.row.loinc:
            finding["analyte"]["code"] = head.row.loinc
    named = quantity.listed and isinstance(head.row, AnalyteRow) and head.row.qualitative
    if quantity.beyond or named:  # genotypes 1, 4 or 6 are names: nothing lies between them
        return finding | {"value_text": scene.words(quantity.first, quantity.last)}
    _bounds(finding, quantity, scene.words(quantity.first, quantity.last))
    _unit(finding, quantity, head)
    if quantity.op == "=":
        finding["warning"] = suspect(scene, quantity)
    if quantity.reference:
        _refer(finding, quantity, scene.words(quantity.first, quantity.last))
    return finding


def _refer(finding: Finding, quantity: Quantity, written: str) -> None:
    """Set what a bound is relative to; ``within 10% of normal`` is a distance, of which only the words are kept."""
    percent = quantity.unit is not None and quantity.unit.ucum == "%"
    if percent and quantity.op == "within":
        finding.pop("high", None)
        finding["value_text"] = written
    finding["relative_to"] = quantity.reference
    if not (percent and quantity.op == "within"):
        finding["factor"] = quantity.values[0] / 100 if percent else quantity.values[0]


def _bounds(finding: Finding, quantity: Quantity, written: str = "") -> None:
    if quantity.low:
        finding["low"] = quantity.low.as_dict()
    if quantity.high:
        finding["high"] = quantity.high.as_dict()
    if quantity.low or quantity.high:
        return
    if finding["kind"] == "count":
        finding["low"] = {"value": quantity.values[0], "inclusive": True}
    elif finding["kind"] == "score":
        finding["low"] = finding["high"] = {"value": quantity.values[0], "inclusive": True}
    else:
        # "LVEF 45%" names a value but no direction, and "Hb = 9 g/dL" most often lost it.
        finding["value_text"] = written


def _score(scene: Scene, finding: Finding, quantity: Quantity, head: HeadSpan) -> Finding:
    finding["kind"] = "score"
    finding["scale"] = {"text": head.text}
    if isinstance(head.row, ScaleRow):
        outside = _outside(head.row, quantity)
        if outside is None:
            finding["scale"]["name"] = head.row.name
        else:
            # "MG-ADL of 6 with more than 50 % ...": the number is not that scale's, or the scale is another one.
            message = f"{outside:g} is not a value of {head.row.name} ({head.row.low:g} to {head.row.high:g})"
            finding["warning"] = {"code": "value-impossible", "message": message}
    _bounds(finding, quantity)
    romans = _romans(scene, quantity)
    if romans or quantity.listed:
        finding["values"] = romans or [str(value) for value in quantity.values]
    return finding


def _outside(row: ScaleRow, quantity: Quantity) -> float | None:
    """Return a value that a numeric scale cannot have."""
    if row.low is None or row.high is None:
        return None
    return next((value for value in quantity.values[:2] if not row.low <= value <= row.high), None)


_ROMANS: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII")


def _romans(scene: Scene, quantity: Quantity) -> list[str]:
    """Return the classes that a list or range of Roman numerals names (``III-IV``); a compared one is a bound."""
    if quantity.op not in (None, "><") or not scene.tokens[quantity.number].roman:
        return []
    if max(quantity.values) >= len(_ROMANS):
        return []
    chosen = (
        quantity.values
        if quantity.listed or quantity.op is None
        else range(int(quantity.values[0]), int(quantity.values[-1]) + 1)
    )
    return [_ROMANS[int(value)] for value in chosen]


def count_finding(scene: Scene, quantity: Quantity, noun: tuple[int, int]) -> Finding:
    """Write a count: how many of what."""
    start, end = scene.tokens[quantity.first].start, scene.tokens[max(noun[1], quantity.last)].end
    finding: Finding = {"kind": "count", "start": start, "end": end, "event": scene.words(*noun)}
    if quantity.op != "=":
        _bounds(finding, quantity)
    return finding
