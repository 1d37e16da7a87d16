"""The rules that hold for every record, as functions that return what is broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from .document import ELIGIBILITY_ROLES
from .errors import InputError
from .sources import open_trials
from .types import EligibilityRecord, Failure, Trial


@dataclass
class RunReport:
    """What a check of a whole run found."""

    records: int = 0
    failures: int = 0
    violations: list[str] = field(default_factory=list)


def check_run(output: Path, failures: Path, inputs: Sequence[str | Path], format: str | None = None) -> RunReport:
    """Compare an output file with the inputs it was made from, record by record."""
    report = RunReport()
    records = _lines(output)
    failed = _lines(failures) if failures.exists() else iter(())
    record = next(records, None)
    for item in open_trials(list(inputs), format):
        if isinstance(item, Trial) and record is not None and record["trial_id"] == item.trial_id:
            report.records += 1
            report.violations += [f"{item.trial_id}: {text}" for text in violations(item, record)]
            record = next(records, None)
        else:  # outputs keep the order of inputs, so what is not the next record must be the next failure
            report.failures += 1
            if next(failed, None) is None:
                report.violations.append(f"{item.trial_id or _place(item)}: neither a record nor a failure")
    while record is not None:
        report.violations.append(f"{record['trial_id']}: a record without an input")
        record = next(records, None)
    return report


def _place(item: Trial | Failure) -> str:
    return item.uri if isinstance(item, Failure) else item.source.uri


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as handle:
        for number, line in enumerate(handle, start=1):
            try:
                record = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise InputError(f"{path}, line {number}: no record of 'eligex extract': {error}") from error
            if not isinstance(record, dict) or "trial_id" not in record:
                raise InputError(f"{path}, line {number}: no record of 'eligex extract'; OUTPUT comes before INPUT")
            yield record


def violations(trial: Trial, record: dict[str, Any]) -> list[str]:
    """Return what a record breaks of the contract, given the trial it was made from."""
    try:
        EligibilityRecord.model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        return [f"does not fit the schema: {'.'.join(map(str, first['loc']))}: {first['msg']}"]
    return [*_inexact(trial, record), *_uncovered(trial, record), *_bad_ids(record)]


def _inexact(trial: Trial, record: dict[str, Any]) -> Iterator[str]:
    for evidence in _evidences(record):
        field, start, end, text = (evidence[key] for key in ("field", "start", "end", "text"))
        source = trial.fields.get(field)
        if source is None:
            yield f"evidence in an unknown field {field!r}"
        elif source[start:end] != text or not text:
            yield f"evidence {text[:40]!r} is not at {field}[{start}:{end}]"


def _evidences(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "evidence":
                yield from value
            else:
                yield from _evidences(value)
    elif isinstance(node, list):
        for value in node:
            yield from _evidences(value)


def _uncovered(trial: Trial, record: dict[str, Any]) -> Iterator[str]:
    """Yield each stretch of eligibility text that no criterion, heading or warning accounts for."""
    parts = [
        e for key in ("criteria", "headings", "warnings") for x in record.get(key, []) for e in x.get("evidence", [])
    ]
    for region in trial.regions:
        if region.role not in ELIGIBILITY_ROLES:
            continue
        here = sorted((e["start"], e["end"]) for e in parts if e["field"] == region.field)
        position = region.start
        for start, end in [*here, (region.end, region.end)]:
            lost = trial.fields[region.field][position : min(start, region.end)]
            if lost.strip():
                yield f"text lost at {region.field}[{position}:{start}]: {lost[:60]!r}"
            position = max(position, min(end, region.end))


def _bad_ids(record: dict[str, Any]) -> Iterator[str]:
    ids = [c["id"] for c in record.get("criteria", [])]
    if len(set(ids)) != len(ids):
        yield "criterion ids are not unique"
    known_sets = {s["id"] for s in record.get("diagnostic_criteria", [])}
    for criterion in record.get("criteria", []):
        own = [r["id"] for r in criterion.get("requirements", [])]
        if len(set(own)) != len(own):
            yield f"{criterion['id']}: requirement ids are not unique"
        if criterion.get("parent") and criterion["parent"] not in ids:
            yield f"{criterion['id']}: parent {criterion['parent']} does not exist"
        for name in (criterion.get("logic") or {}).get("of", []):
            if name not in own and name not in ids:
                yield f"{criterion['id']}: logic names {name}, which does not exist"
        for requirement in criterion.get("requirements", []):
            if requirement["kind"] == "diagnostic_criteria" and requirement["ref"] not in known_sets:
                yield f"{requirement['id']}: refers to no criteria set of the record"
