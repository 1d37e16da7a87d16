"""Age, sex and volunteers of the population: what the text says, else what the registry says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from ..document import Locator
from ..numeric.envelope import envelope
from ..numeric.standing import Setting, standing, under_others
from ..types import AgeValue, Evidence, Trial
from ..types.record import Age, AgeBound, AgeGroup, Population, SexValue, Volunteers
from .evidence import FoundHere

_KINDS = ("age", "sex", "healthy_volunteers")


def population_of(trial: Trial, state: dict[str, Any], locator: Locator) -> Population:
    """Return the population of a trial from its criteria's findings and its registry fields.

    Age findings that do not speak for all participants are marked with their ``standing``.
    """
    found = list(_found(state["criteria"], locator))
    return Population(
        age=_age(trial, [item for item in found if item.finding["kind"] == "age"]),
        registry_age=trial.registry_age,
        sex=_sex(trial, [item for item in found if item.finding["kind"] == "sex" and _of_all(item.setting)]),
        healthy_volunteers=_volunteers(
            trial, [i for i in found if i.finding["kind"] == "healthy_volunteers" and _of_all(i.setting)]
        ),
        enrollment=trial.enrollment,
    )


def _of_all(setting: Setting) -> bool:
    return not setting.choice and not under_others(setting)


def _found(criteria: list[dict[str, Any]], locator: Locator) -> Iterator[FoundHere]:
    by_id = {item["id"]: item for item in criteria}
    ageless = {item["parent"] for item in criteria if not _ages(item)}
    for item in criteria:
        findings = [finding for finding in item.get("findings", []) if finding["kind"] in _KINDS]
        if findings:
            setting = _setting(item, by_id, ageless)
            yield from (FoundHere(finding, setting, item["start"], locator) for finding in findings)


def _setting(item: dict[str, Any], by_id: dict[str, dict[str, Any]], ageless: set[str | None]) -> Setting:
    parents = list(_parents(item, by_id))
    return Setting(
        text=item["text"],
        section=item["section"],
        above=tuple(text for text in (item["heading"], *(parent["text"] for parent in parents)) if text),
        choice=_choice([parent["id"] for parent in parents if parent["logic_hint"] == "any"], ageless),
        ages=tuple(_ages(item)),
    )


def _choice(lead_ins: list[str], ageless: set[str | None]) -> Literal["", "ages", "mixed"]:
    if not lead_ins:
        return ""
    return "mixed" if any(lead_in in ageless for lead_in in lead_ins) else "ages"


def _parents(item: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    while item["parent"]:
        item = by_id[item["parent"]]
        yield item


def _ages(item: dict[str, Any]) -> list[tuple[int, int]]:
    return [(finding["start"], finding["end"]) for finding in item.get("findings", []) if finding["kind"] == "age"]


def _age(trial: Trial, ages: list[FoundHere]) -> Age:
    for item in ages:
        if (stands := standing(item.finding, item.setting)) != "plain":
            item.finding["standing"] = stands
    merged = envelope({**item.finding, "section": item.section, "_item": item} for item in ages)
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
