"""Named criteria sets, drugs and mechanisms of the whole record, merged from their mentions."""

from __future__ import annotations

from ..document import Locator
from ..types.record import CriteriaSet, Drug, Mechanism, Target
from ..unit import Finding

_SET_FIELDS = ("organizations", "year", "version", "disease", "at_least", "candidates")
# An inclusion mention says more about a set's role than a passing one.
_ROLE_RANK = {"inclusion": 0, "exclusion": 1, "mention": 2}
_DRUG_ROLE_RANK = {"investigational": 0, "comparator": 1, "background": 2, "excluded": 3, "mentioned": 4}


def criteria_sets(findings: list[Finding], locator: Locator) -> tuple[CriteriaSet, ...]:
    """Return one entry a set, its mentions as evidence; unresolved mentions merge by equal name and year."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding["kind"] == "diagnostic_criteria":
            groups.setdefault(finding["id"], []).append(finding)
    return tuple(_criteria_set(group, locator) for group in groups.values())


def _criteria_set(group: list[Finding], locator: Locator) -> CriteriaSet:
    first = group[0]
    fields = {key: next((f[key] for f in group if f.get(key)), None) for key in _SET_FIELDS}
    return CriteriaSet(
        id=first["id"],
        name=first["name"],
        kind=first.get("set_kind"),
        role=min((f["role"] for f in group), key=_ROLE_RANK.__getitem__),
        resolved=first["resolved"],
        evidence=tuple(locator.evidence(f["start"], f["end"]) for f in group),
        **{key: value for key, value in fields.items() if value is not None},
    )


def drugs(findings: list[Finding], locator: Locator) -> tuple[Drug, ...]:
    """Return one entry a drug with its mentions as evidence and its mechanisms, in order of first mention."""
    mentions: dict[str, list[Finding]] = {}
    mechanisms: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding["kind"] == "drug_mention":
            mentions.setdefault(finding["name"], []).append(finding)
        elif finding["kind"] == "mechanism":
            mechanisms.setdefault(finding["drug"], []).append(finding)
    return tuple(_drug(name, group, mechanisms.get(name, []), locator) for name, group in mentions.items())


def _drug(name: str, group: list[Finding], mechanisms: list[Finding], locator: Locator) -> Drug:
    first = group[0]
    roles = [f["role"] for f in group if f.get("role")]
    return Drug(
        text=first["text"],
        name=name,
        concept=next((f["concept"] for f in group if f.get("concept")), None),
        role=min(roles, key=lambda role: _DRUG_ROLE_RANK.get(role, 9)) if roles else None,
        classes=tuple(dict.fromkeys(c for f in group for c in f.get("classes", ()))),
        modality=next((f["modality"] for f in group if f.get("modality")), None),
        composition=next((f["composition"] for f in group if f.get("composition")), None),
        mechanisms=_mechanisms(mechanisms, locator),
        evidence=tuple(locator.evidence(f["start"], f["end"]) for f in group),
    )


def _mechanisms(found: list[Finding], locator: Locator) -> tuple[Mechanism, ...]:
    """Merge statements of the same action on the same target; each keeps all its evidence."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in found:
        target = finding["target"]
        key = (finding["action"], target.get("symbol") or target["text"].lower(), finding["source"])
        groups.setdefault(key, []).append(finding)
    return tuple(
        Mechanism(
            action=group[0]["action"],
            target=Target(**group[0]["target"]),
            source=group[0]["source"],
            evidence=tuple(locator.evidence(f["start"], f["end"]) for f in group if f.get("end")),
        )
        for group in groups.values()
    )
