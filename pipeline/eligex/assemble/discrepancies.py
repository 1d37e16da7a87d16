"""Where the free text and the registry's own fields disagree."""

from __future__ import annotations

from collections.abc import Iterator

from ..numeric.times import DAYS
from ..types import AgeValue, Trial
from ..types.record import AgeBound, Discrepancy, Population

# "12 months" and "1 year" are the same age, "4 weeks" and "1 month" nearly: rounding between units is no disagreement.
_ROUNDING, _ROUNDING_SMALL, _ROUNDING_SMALL_DAYS, _EXACT = 0.02, 0.1, 3.0, 1e-6
# "From birth" and "1 day" are the same age.
_NEWBORN = 1.0


def discrepancies_of(trial: Trial, population: Population) -> tuple[Discrepancy, ...]:
    """Return all disagreements between text and registry on age, sex and volunteers."""
    return (*_ages(trial, population), *_sex(trial, population), *_volunteers(trial, population))


def _ages(trial: Trial, population: Population) -> Iterator[Discrepancy]:
    registry = trial.registry_age
    if registry is None:
        return
    for side in ("min", "max"):
        stated: AgeBound | None = getattr(population.age, side)
        field: AgeValue | None = getattr(registry, side)
        if stated is None or stated.source != "text":
            continue
        if field is None:
            if stated.value:
                yield _age(side, stated, "no limit", "warning")
        elif not same_age(stated, field, side):
            yield _age(side, stated, f"{field.value:g} {field.unit}", "error")


def _age(side: str, stated: AgeBound, registry: str, severity: str) -> Discrepancy:
    sign = "" if stated.inclusive else {"min": "> ", "max": "< "}[side]
    text = f"{sign}{stated.value:g} {stated.unit}"
    return Discrepancy.model_validate(
        {"field": f"age.{side}", "text": text, "registry": registry, "severity": severity, "evidence": stated.evidence}
    )


def same_age(stated: AgeBound, field: AgeValue, side: str) -> bool:
    """Tell whether a stated bound and a registry age admit the same participants.

    Registry ages are inclusive whole numbers, so "< 65 years" agrees with 64 as with 65, "> 18" with 18 as with 19,
    "17.5" with 17 as with 18.
    """
    if stated.unit not in DAYS or field.unit not in DAYS:
        return stated.unit == field.unit and stated.value == field.value
    unit = DAYS[stated.unit]
    in_text, in_field = stated.value * unit, field.value * DAYS[field.unit]
    if side == "min" and max(in_text, in_field) <= _NEWBORN:
        return True
    tolerance = _EXACT if stated.unit == field.unit else _rounding(max(in_text, in_field))
    if abs(in_text - in_field) <= tolerance:
        return True
    if stated.value != int(stated.value) and abs(in_text - in_field) < unit:
        return True
    step = unit if side == "min" else -unit
    return not stated.inclusive and abs(in_text + step - in_field) <= tolerance


def _rounding(days: float) -> float:
    """Return by how many days an age may differ when it is told in another unit."""
    return max(_ROUNDING * days, min(_ROUNDING_SMALL * days, _ROUNDING_SMALL_DAYS))


def _sex(trial: Trial, population: Population) -> Iterator[Discrepancy]:
    stated = population.sex
    if stated and stated.source == "text" and trial.registry_sex and stated.value != trial.registry_sex:
        yield Discrepancy(
            field="sex", text=stated.value, registry=trial.registry_sex, severity="error", evidence=stated.evidence
        )


def _volunteers(trial: Trial, population: Population) -> Iterator[Discrepancy]:
    stated = population.healthy_volunteers
    registry = trial.registry_volunteers
    if stated and stated.source == "text" and registry is not None and stated.value != registry:
        words = {True: "accepted", False: "not accepted"}
        yield Discrepancy(
            field="healthy_volunteers",
            text=words[stated.value],
            registry=words[registry],
            severity="warning",
            evidence=stated.evidence,
        )
