"""Age, sex and volunteers of the population: what the text says, else what the registry says."""

from __future__ import annotations

from typing import Any

from ..numeric.envelope import envelope
from ..types import AgeValue, Evidence, Trial
from ..types.record import Age, AgeBound, AgeGroup, Population, SexValue, Volunteers
from .evidence import FoundHere


def population_of(trial: Trial, found: list[FoundHere]) -> Population:
    """Return the population of a trial from its criteria's findings and its registry fields."""
    return Population(
        age=_age(trial, [item for item in found if item.finding["kind"] == "age"]),
        registry_age=trial.registry_age,
        sex=_sex(trial, [item for item in found if item.finding["kind"] == "sex"]),
        healthy_volunteers=_volunteers(trial, [i for i in found if i.finding["kind"] == "healthy_volunteers"]),
        enrollment=trial.enrollment,
    )


def _age(trial: Trial, ages: list[FoundHere]) -> Age:
    merged = envelope([{**item.finding, "section": item.section, "_item": item} for item in ages])
    registry = trial.registry_age
    return Age(
        min=_bound(merged.get("min")) or _registry_bound(registry.min if registry else None),
        max=_bound(merged.get("max")) or _registry_bound(registry.max if registry else None),
        groups=tuple(
            AgeGroup(label=group["label"], min=_bound(group.get("min")), max=_bound(group.get("max")))
            for group in merged.get("groups", [])
        ),
    )


def _bound(side: dict[str, Any] | None) -> AgeBound | None:
    if not side:
        return None
    item: FoundHere = side["source"]["_item"]
    return AgeBound(
        value=side["value"], inclusive=side["inclusive"], unit=side["unit"], source="text", evidence=item.evidence()
    )


def _registry_bound(value: AgeValue | None) -> AgeBound | None:
    return AgeBound(value=value.value, unit=value.unit, source="registry") if value else None


def _sex(trial: Trial, found: list[FoundHere]) -> SexValue | None:
    included = [item for item in found if item.section != "exclusion"]
    if included:
        values = {item.finding["value"] for item in included}
        value = values.pop() if len(values) == 1 else "all"
        shown = [item for item in included if item.finding["value"] == value] or included
        return SexValue(value=value, source="text", evidence=_all_evidence(shown))
    return SexValue(value=trial.registry_sex, source="registry") if trial.registry_sex else None


def _volunteers(trial: Trial, found: list[FoundHere]) -> Volunteers | None:
    if found:
        value = any(item.section != "exclusion" for item in found)
        shown = [item for item in found if (item.section != "exclusion") == value]
        return Volunteers(value=value, source="text", evidence=_all_evidence(shown))
    if trial.registry_volunteers is None:
        return None
    return Volunteers(value=trial.registry_volunteers, source="registry")


def _all_evidence(found: list[FoundHere]) -> tuple[Evidence, ...]:
    return tuple(evidence for item in found for evidence in item.evidence())
