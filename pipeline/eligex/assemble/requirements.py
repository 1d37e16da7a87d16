"""Findings of one criterion to requirement models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..document import Locator
from ..types import Evidence, Window
from ..types.requirements import (
    AgeRequirement,
    CountRequirement,
    CriteriaSetRequirement,
    DrugRequirement,
    EntityRequirement,
    LifeExpectancyRequirement,
    MeasurementRequirement,
    RequirementBase,
    ScoreRequirement,
    SexRequirement,
    TextRequirement,
)
from ..unit import Finding

MODELS: dict[str, type[RequirementBase]] = {
    "age": AgeRequirement,
    "sex": SexRequirement,
    "measurement": MeasurementRequirement,
    "score": ScoreRequirement,
    "count": CountRequirement,
    "life_expectancy": LifeExpectancyRequirement,
    "drug": DrugRequirement,
    "diagnostic_criteria": CriteriaSetRequirement,
    "condition": EntityRequirement,
    "procedure": EntityRequirement,
    "device": EntityRequirement,
    "observation": EntityRequirement,
    "pregnancy": TextRequirement,
    "consent": TextRequirement,
    "language": TextRequirement,
    "allergy": TextRequirement,
    "other": TextRequirement,
}

_NOT_FIELDS = frozenset({"start", "end", "window", "within", "exception", "warning", "spans"})


class RequirementBuilder:
    """Builds the requirements of one criterion whose text starts at ``offset`` in the document."""

    def __init__(self, locator: Locator, offset: int) -> None:
        self._locator = locator
        self._offset = offset

    def build(self, finding: Finding, name: str) -> RequirementBase:
        """Return the model of a finding; exceptions get ids below their requirement's."""
        fields = {k: _plain(value) for k, value in finding.items() if k not in _NOT_FIELDS and value is not None}
        fields["id"] = name
        fields["evidence"] = self._evidences(finding)
        for key in ("window", "within"):
            if finding.get(key):
                fields[key] = self._windows(finding[key])
        inner = [x for x in finding.get("exception", []) if x["kind"] in MODELS]
        fields["exception"] = tuple(
            self.build({"extractor": finding["extractor"], **x}, f"{name}.x{i}") for i, x in enumerate(inner, start=1)
        )
        return MODELS[finding["kind"]](**fields)

    def evidence(self, start: int, end: int) -> Evidence:
        """Return the evidence of a span of the criterion's text."""
        return self._locator.evidence(start + self._offset, end + self._offset)

    def _evidences(self, finding: Finding) -> tuple[Evidence, ...]:
        spans = [(finding["start"], finding["end"]), *finding.get("spans", [])]
        return tuple(self.evidence(start, end) for start, end in spans)

    def _windows(self, found: dict[str, Any] | list[dict[str, Any]]) -> Window | tuple[Window, ...]:
        if isinstance(found, dict):
            return self._window(found)
        windows = tuple(self._window(window) for window in found)
        return windows[0] if len(windows) == 1 else windows

    def _window(self, found: dict[str, Any]) -> Window:
        fields = {k: _plain(value) for k, value in found.items() if k not in ("start", "end", "kind", "extractor")}
        return Window(evidence=(self.evidence(found["start"], found["end"]),), **fields)


def _plain(value: Any) -> Any:
    """Return a value with runs of blanks and line ends as one blank; evidence keeps the text as it was."""
    if isinstance(value, str):
        return " ".join(value.split())
    return {key: _plain(inner) for key, inner in value.items()} if isinstance(value, dict) else value


def ordered(findings: list[Finding], is_requirement: Callable[[Finding], bool]) -> list[Finding]:
    """Return the findings that become requirements, in text order (ties by length, then kind)."""
    kept = [finding for finding in findings if is_requirement(finding)]
    return sorted(kept, key=lambda f: (f["start"], -f["end"], f["kind"]))
