"""Write numeric findings as one line each, for the sentence cases."""

from __future__ import annotations

from typing import Any

Finding = dict[str, Any]


def shown(finding: Finding) -> str:
    """Return a finding as text: ``measurement ALT: <=2.5 xULN {if liver metastases}``."""
    return _WRITERS[finding["kind"]](finding)


def _range(finding: Finding, low_unit: str, high_unit: str) -> str:
    low, high = finding.get("low"), finding.get("high")
    if low and high and low["inclusive"] and high["inclusive"]:
        if low["value"] == high["value"]:
            return f"{low['value']}{high_unit}"
        return f"{low['value']}{'' if low_unit == high_unit else low_unit}..{high['value']}{high_unit}"
    parts = []
    if low:
        parts.append(f"{'>=' if low['inclusive'] else '>'}{low['value']}{'' if high else low_unit}")
    if high:
        parts.append(f"{'<=' if high['inclusive'] else '<'}{high['value']}{high_unit}")
    return " ".join(parts)


def _age(finding: Finding) -> str:
    low = f" {finding['unit']}"
    high = f" {finding.get('high_unit', finding['unit'])}"
    label = f" [{finding['label']}]" if finding.get("label") else ""
    return f"age {_range(finding, low, high)}{label}".strip() + _warning(finding)


def _measurement(finding: Finding) -> str:
    unit = (
        f" x{finding['relative_to']}"
        if finding.get("relative_to")
        else f" {finding['unit']}"
        if finding.get("unit")
        else ""
    )
    value = _range(finding, unit, unit) or f"= {finding.get('value_text')}"
    condition = f" {{{finding['condition']}}}" if finding.get("condition") else ""
    return f"measurement {finding['analyte']['text']}: {value}{condition}" + _warning(finding)


def _score(finding: Finding) -> str:
    bounds, values = _range(finding, "", ""), finding.get("values", [])
    classes = ", ".join(value for value in values if not value.replace(".", "").isdigit())
    value = f"{bounds} ({classes})" if bounds and classes else bounds or ", ".join(values)
    return f"score {finding['scale']['text']}: {value}" + _warning(finding)


def _count(finding: Finding) -> str:
    return f"count {finding['event']}: {_range(finding, '', '')}"


def _life_expectancy(finding: Finding) -> str:
    return f"life_expectancy {_range(finding, '', '')} {finding['unit']}"


def _window(finding: Finding) -> str:
    high = f"..{finding['value_high']}" if "value_high" in finding else ""
    anchor = f" {finding['anchor']}" if finding.get("anchor") else ""
    return f"window {finding['value']}{high} {finding['unit']} {finding['direction']}{anchor}"


def _warning(finding: Finding) -> str:
    return f" !{finding['warning']['code']}" if finding.get("warning") else ""


_WRITERS = {
    "age": _age,
    "measurement": _measurement,
    "score": _score,
    "count": _count,
    "life_expectancy": _life_expectancy,
    "window": _window,
}
