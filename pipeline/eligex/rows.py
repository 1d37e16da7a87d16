"""EligibilityRecord to rows of the flat tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import orjson

from .tables import TABLES, Table
from .types import EligibilityRecord, Failure

Json = dict[str, Any]
Row = tuple[Any, ...]
Rows = dict[str, list[Row]]

_ID_LENGTH = 16
_BY_NAME = {table.name: table for table in TABLES}


def rows_of(item: EligibilityRecord | Failure) -> Rows:
    """Return the rows of a record or failure by table name; cells are in the order of the table's columns."""
    if isinstance(item, Failure):
        return {"failures": [_row(_BY_NAME["failures"], _failure(item))]}
    record = item.to_json()
    found: dict[str, Iterator[Json]] = {
        "trials": iter([_trial(record)]),
        "criteria": (_criterion(found, n) for n, found in enumerate(record.get("criteria", []), start=1)),
        "requirements": _requirements(record),
        "entities": _entities(record),
        "diagnostic_criteria": map(_criteria_set, record.get("diagnostic_criteria", [])),
        "drugs": map(_drug, record.get("drugs", [])),
        "mechanisms": _mechanisms(record),
        "discrepancies": _discrepancies(record),
        "warnings": _warnings(record),
    }
    return {
        name: [_row(_BY_NAME[name], {**cells, "trial_id": item.trial_id}) for cells in it] for name, it in found.items()
    }


def _row(table: Table, cells: Json) -> Row:
    return tuple(cells.get(column.name) for column in table.columns)


def _failure(failure: Failure) -> Json:
    cells = failure.model_dump()
    identity = hashlib.sha256(orjson.dumps(cells)).hexdigest()[:_ID_LENGTH]
    return cells | {"failure_id": identity, "record": failure.record or 0, "source_sha256": failure.sha256}


def _trial(record: Json) -> Json:
    study, people = record.get("study", {}), record.get("population", {})
    sex, volunteers = people.get("sex", {}), people.get("healthy_volunteers", {})
    content = record | {"source": {key: value for key, value in record["source"].items() if key != "uri"}}
    cells = {
        "registry": record["registry"],
        "title": record.get("title"),
        "conditions": "|".join(condition["text"] for condition in record.get("conditions", [])) or None,
        "study_type": study.get("type"),
        **{key: study.get(key) for key in ("status", "phase", "sponsor")},
        "sex": sex.get("value"),
        "sex_source": sex.get("source"),
        "healthy_volunteers": volunteers.get("value"),
        "enrollment": people.get("enrollment", {}).get("count"),
        "source_uri": record["source"]["uri"],
        "source_sha256": record["source"]["sha256"],
        "eligex_version": record["provenance"]["eligex"],
        "record_sha256": hashlib.sha256(orjson.dumps(content)).hexdigest(),
        "record": orjson.dumps(record).decode(),
    }
    for side in ("min", "max"):
        bound = people.get("age", {}).get(side, {})
        cells[f"age_{side}"] = bound.get("value")
        cells |= {f"age_{side}_{key}": bound.get(key) for key in ("unit", "inclusive", "source")}
    return cells


def _place(item: Json) -> Json:
    first = next(iter(item.get("evidence", [])), None)
    if first is None:
        return {}
    return {
        "field": first["field"],
        "start_offset": first["start"],
        "end_offset": first["end"],
        "evidence": first["text"],
    }


def _criterion(criterion: Json, position: int) -> Json:
    kept = {key: criterion.get(key) for key in ("section", "level", "label", "text")}
    names = {"criterion_id": criterion["id"], "position": position, "parent_id": criterion.get("parent")}
    return kept | names | {"logic_op": criterion.get("logic", {}).get("op")} | _place(criterion)


def _requirements(record: Json) -> Iterator[Json]:
    for criterion in record.get("criteria", []):
        for requirement in criterion.get("requirements", []):
            yield from _requirement(requirement, criterion, None)


_COPIED = (
    "kind",
    "unit",
    "high_unit",
    "dose",
    "relative_to",
    "negated",
    "status",
    "mechanism",
    "ref",
    "at_least",
    "condition",
    "confidence",
    "extractor",
)


def _requirement(requirement: Json, criterion: Json, exception_to: str | None) -> Iterator[Json]:
    subject = requirement.get("analyte") or requirement.get("scale") or {}
    values = requirement.get("values")
    cells = {key: requirement.get(key) for key in _COPIED} | {
        "requirement_id": requirement["id"],
        "criterion_id": criterion["id"],
        "exception_to": exception_to,
        "section": criterion["section"],
        "subject": subject.get("text")
        or requirement.get("text")
        or requirement.get("event")
        or requirement.get("value"),
        "name": subject.get("name") or requirement.get("name"),
        "code": subject.get("code"),
        "concept_id": (requirement.get("concept") or {}).get("id"),
        "qualifiers": "/".join(requirement.get("qualifiers", [])) or None,
        "value_text": requirement.get("value_text") or (", ".join(values) if values else None),
        "drug_class": requirement.get("class"),
    }
    for side in ("low", "high"):
        bound = requirement.get(side) or {}
        cells |= {side: bound.get("value"), f"{side}_inclusive": bound.get("inclusive")}
    yield cells | _first_window(requirement) | _place(requirement)
    for exception in requirement.get("exception", []):
        yield from _requirement(exception, criterion, requirement["id"])


def _first_window(requirement: Json) -> Json:
    found = requirement.get("window") or requirement.get("within")
    window = found[0] if isinstance(found, list) else found
    return {f"window_{key}": window.get(key) for key in ("value", "unit", "direction", "anchor")} if window else {}


def _entities(record: Json) -> Iterator[Json]:
    for criterion in record.get("criteria", []):
        for position, entity in enumerate(criterion.get("entities", []), start=1):
            kept = {key: entity.get(key) for key in ("label", "text", "negated", "confidence")}
            where = {"start_offset": entity["start"], "end_offset": entity["end"]}
            concept = {"concept_id": entity.get("concept", {}).get("id")}
            yield kept | where | concept | {"criterion_id": criterion["id"], "position": position}


def _criteria_set(found: Json) -> Json:
    kept = {
        key: found.get(key) for key in ("name", "year", "version", "disease", "kind", "role", "resolved", "at_least")
    }
    return kept | {"set_id": found["id"], "organizations": "/".join(found.get("organizations", []))} | _place(found)


def _drug(drug: Json) -> Json:
    kept = {key: drug.get(key) for key in ("text", "role", "modality")}
    return kept | {"drug": drug["name"], "classes": "/".join(drug.get("classes", []))} | _place(drug)


def _mechanisms(record: Json) -> Iterator[Json]:
    for drug in record.get("drugs", []):
        for position, mechanism in enumerate(drug.get("mechanisms", []), start=1):
            target = {"target": mechanism["target"]["text"], "symbol": mechanism["target"].get("symbol")}
            kept = {
                "drug": drug["name"],
                "position": position,
                "action": mechanism["action"],
                "source": mechanism["source"],
            }
            yield kept | target | _place(mechanism)


def _discrepancies(record: Json) -> Iterator[Json]:
    for position, item in enumerate(record.get("discrepancies", []), start=1):
        kept = {"position": position, "subject": item["field"], "stated": item["text"]}
        yield kept | {"registry": item["registry"], "severity": item["severity"]} | _place(item)


def _warnings(record: Json) -> Iterator[Json]:
    for position, item in enumerate(record.get("warnings", []), start=1):
        yield {"position": position, "code": item["code"], "message": item["message"]} | _place(item)
