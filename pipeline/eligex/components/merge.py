"""``eligex_merge``: what a model found beside what the rules found.

The precedence: rules first. A model's entity becomes a requirement only where no rule read anything and the model is
sure; where both read the same words as different kinds, the rule's kind stays and a warning says so.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ..document import state_of
from ..unit import Finding

_KINDS = {
    "Condition": "condition",
    "Drug": "drug",
    "Procedure": "procedure",
    "Device": "device",
    "Observation": "observation",
}
# Between these two, annotators themselves do not agree.
_NEAR = frozenset({"condition", "observation"})


class Merge:
    """Adds findings of ``extractor`` "model" to the criteria, and warnings where model and rules disagree."""

    def __init__(self, confidence: float, disagreement: float) -> None:
        self._confidence = confidence
        self._disagreement = disagreement

    def __call__(self, doc: Doc) -> Doc:
        state = state_of(doc)
        for item in state["criteria"]:
            for entity in item.get("entities", []):
                kind = _KINDS.get(entity["label"])
                if kind is not None:
                    self._merge(item, entity, kind, state["warnings"])
        return doc

    def _merge(self, item: dict[str, Any], entity: dict[str, Any], kind: str, warnings: list[dict[str, Any]]) -> None:
        start, end = entity["start"] - item["start"], entity["end"] - item["start"]
        findings: list[Finding] = item.setdefault("findings", [])
        over = [f for f in findings if f["start"] < end and start < f["end"]]
        sure: float = entity["confidence"]
        if not over:
            if sure >= self._confidence:
                text = " ".join(item["text"][start:end].split())
                found = {"kind": kind, "start": start, "end": end, "text": text}
                findings.append({**found, "confidence": sure, "extractor": "model"})
            return
        other = next((f["kind"] for f in over if f["kind"] in _KINDS.values()), None)
        if other not in (None, kind) and {other, kind} != _NEAR and sure >= self._disagreement:
            message = f"rules read {other}, the model {kind} ({sure:.2f})"
            place = {"start": entity["start"], "end": entity["end"]}
            warnings.append({"code": "kind-disagreement", "message": message, **place})


@Language.factory("eligex_merge", default_config={"confidence": 0.8, "disagreement": 0.8})
def merge_factory(nlp: Language, name: str, confidence: float, disagreement: float) -> Merge:
    """Create the component; both thresholds are a model's confidence, from 0 to 1."""
    return Merge(confidence, disagreement)
