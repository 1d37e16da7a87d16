"""Put one record together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from spacy.tokens import Doc

from ..document import Locator, state_of
from ..types import EligibilityRecord, Evidence, Trial
from ..types.record import Condition, Criterion, Entity, Heading, Logic, Provenance, RecordWarning
from ..types.requirements import RequirementBase
from ..unit import Finding
from .discrepancies import discrepancies_of
from .knowledge import criteria_sets, drugs
from .population import population_of
from .requirements import MODELS, RequirementBuilder, ordered

_OR = re.compile(r"\b(?:or|and/or)\b|/", re.I)
_AND = re.compile(r"\b(?:and|plus|with|as well as)\b|&", re.I)


def assemble(doc: Doc, trial: Trial, locator: Locator, provenance: Provenance) -> EligibilityRecord:
    """Return the record of a processed Doc."""
    state = state_of(doc)
    population = population_of(trial, state, locator)
    return EligibilityRecord(
        trial_id=trial.trial_id,
        registry=trial.registry,
        secondary_ids=trial.secondary_ids,
        title=trial.fields.get("title") or next((p.text for p in locator.passages if p.role == "title"), None),
        conditions=_conditions(trial, state, locator),
        study=trial.study,
        population=population,
        diagnostic_criteria=criteria_sets(state["findings"], locator),
        drugs=drugs(state["findings"], locator),
        criteria=_criteria(state, locator),
        headings=_headings(state, locator),
        discrepancies=discrepancies_of(trial, population),
        warnings=(*_source_warnings(trial), *_flag_warnings(locator), *_warnings(state, locator)),
        source=trial.source,
        provenance=provenance,
    )


def _conditions(trial: Trial, state: dict[str, Any], locator: Locator) -> tuple[Condition, ...]:
    """Return the registry's conditions; a page that lost them gives what its text is found to study."""
    placed = [p for p in locator.passages if p.role == "conditions"]
    if placed:
        concepts = state.get("concepts", {})
        named = ((p, locator.evidence(p.start, p.start + len(p.text))) for p in placed if p.text)
        return tuple(Condition(text=p.text, concept=concepts.get(p.text), evidence=(place,)) for p, place in named)
    found = [f for f in state["findings"] if f["kind"] == "study_condition"]
    return tuple(
        Condition(text=f["text"], concept=f.get("concept"), evidence=(locator.evidence(f["start"], f["end"]),))
        for f in found
    )


def _criteria(state: dict[str, Any], locator: Locator) -> tuple[Criterion, ...]:
    children: dict[str, list[str]] = {}
    for item in state["criteria"]:
        if item["parent"]:
            children.setdefault(item["parent"], []).append(item["id"])
    return tuple(_criterion(item, state, locator, children.get(item["id"], [])) for item in state["criteria"])


def _criterion(item: dict[str, Any], state: dict[str, Any], locator: Locator, children: list[str]) -> Criterion:
    builder = RequirementBuilder(locator, item["start"])
    findings = ordered([*item.get("findings", []), *_named_here(item, state)], lambda f: f["kind"] in MODELS)
    requirements = [builder.build(finding, f"{item['id']}.r{n}") for n, finding in enumerate(findings, start=1)]
    return Criterion(
        id=item["id"],
        section=item["section"],
        parent=item["parent"],
        level=item["level"],
        label=item["label"],
        text=item["text"],
        evidence=_criterion_evidence(item, locator),
        logic=_logic(item, findings, requirements, children),
        entities=tuple(_entities(item, locator)),
        requirements=tuple(requirements),
    )


def _criterion_evidence(item: dict[str, Any], locator: Locator) -> tuple[Evidence, ...]:
    """Return the criterion's text, then the bullet or number before it, so that every character is accounted for."""
    text = locator.evidence(item["start"], item["end"])
    label_end = item["full_start"] + len(item["label"])
    return (text, locator.evidence(item["full_start"], label_end)) if item["label"] else (text,)


def _entities(item: dict[str, Any], locator: Locator) -> Iterator[Entity]:
    """Yield a model's entities; their offsets count in the field of the criterion's evidence."""
    for entity in item.get("entities", []):
        place = locator.evidence(entity["start"], entity["end"])
        negated = any(
            finding.get("negated", False)
            for finding in item.get("findings", [])
            if finding["start"] + item["start"] < entity["end"] and entity["start"] < finding["end"] + item["start"]
        )
        yield Entity(
            label=entity["label"],
            text=place.text,
            start=place.start,
            end=place.end,
            negated=negated,
            concept=entity.get("concept"),
            confidence=entity["confidence"],
        )


def _named_here(item: dict[str, Any], state: dict[str, Any]) -> list[Finding]:
    """Return a reference for every named criteria set mentioned in a criterion."""
    return [
        {
            "kind": "diagnostic_criteria",
            "start": finding["start"] - item["start"],
            "end": finding["end"] - item["start"],
            "ref": finding["id"],
            "at_least": finding.get("at_least"),
            "extractor": finding["extractor"],
        }
        for finding in state["findings"]
        if finding["kind"] == "diagnostic_criteria" and item["start"] <= finding["start"] < item["end"]
    ]


def _logic(
    item: dict[str, Any], findings: list[Finding], requirements: list[RequirementBase], children: list[str]
) -> Logic | None:
    if children:
        hint = item["logic_hint"]
        return Logic(op="or" if hint == "any" else "and", of=tuple(children)) if hint else None
    if len(requirements) < 2:
        return None
    op = _operator(item["text"], findings)
    return Logic.model_validate({"op": op, "of": [r.id for r in requirements]}) if op else None


def _operator(text: str, findings: list[Finding]) -> str | None:
    """Return what joins the requirements, or None where the wording mixes both or says neither."""
    said = set()
    for left, right in pairwise(findings):
        between = text[left["end"] : right["start"]]
        if _OR.search(between):
            said.add("or")
        elif _AND.search(between):
            said.add("and")
    return said.pop() if len(said) == 1 else None


def _headings(state: dict[str, Any], locator: Locator) -> tuple[Heading, ...]:
    return tuple(
        Heading(text=h["text"], section=h["section"], evidence=(locator.evidence(h["start"], h["end"]),))
        for h in state["headings"]
    )


def _source_warnings(trial: Trial) -> list[RecordWarning]:
    return [
        RecordWarning.model_validate(
            {
                "code": w.code,
                "message": w.message,
                "evidence": ()
                if w.field is None or w.start is None or w.end is None
                else (
                    {"field": w.field, "start": w.start, "end": w.end, "text": trial.fields[w.field][w.start : w.end]},
                ),
            }
        )
        for w in trial.warnings
    ]


def _flag_warnings(locator: Locator) -> list[RecordWarning]:
    return [RecordWarning(code=f.code, message=f.message, evidence=evidence) for f, evidence in locator.flags()]


def _warnings(state: dict[str, Any], locator: Locator) -> list[RecordWarning]:
    found = list(state["warnings"])
    for item in state["criteria"]:
        for finding in item.get("findings", []):
            for warning in _listed(finding.get("warning")):
                start, end = finding["start"] + item["start"], finding["end"] + item["start"]
                found.append({"start": start, "end": end, **warning})
    return [
        RecordWarning(
            code=w["code"],
            message=w["message"],
            evidence=(locator.evidence(w["start"], w["end"]),) if w.get("end") is not None else (),
        )
        for w in found
    ]


def _listed(warning: dict[str, Any] | list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    return [] if warning is None else warning if isinstance(warning, list) else [warning]
