"""A vocabulary download of OHDSI Athena: CONCEPT.csv and CONCEPT_SYNONYM.csv, separated by tabs."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from ...errors import ConfigError
from ..concepts import Concept, Group, Vocabulary

_GROUPS: dict[str, Group] = {
    "Condition": "condition",
    "Drug": "drug",
    "Procedure": "procedure",
    "Measurement": "measurement",
    "Observation": "other",
}
_ENGLISH = "4180186"


def read_athena(folder: Path) -> Vocabulary:
    """Return the standard, valid concepts of conditions, drugs, procedures and measurements by their OMOP id."""
    path = folder / "CONCEPT.csv"
    if not path.is_file():
        raise ConfigError(f"{folder}: no CONCEPT.csv; name the folder of an unpacked Athena download")
    rows = [row for row in _rows(path) if row["standard_concept"] == "S" and not row["invalid_reason"]]
    kept = {row["concept_id"]: row for row in rows if row["domain_id"] in _GROUPS}
    synonyms: dict[str, list[str]] = {}
    beside = folder / "CONCEPT_SYNONYM.csv"
    for row in _rows(beside) if beside.is_file() else ():
        if row["concept_id"] in kept and row["language_concept_id"] == _ENGLISH:
            synonyms.setdefault(row["concept_id"], []).append(row["concept_synonym_name"])
    return Vocabulary("OMOP", "", tuple(_concept(row, synonyms.get(name, [])) for name, row in kept.items()))


def _concept(row: dict[str, str], synonyms: list[str]) -> Concept:
    group = _GROUPS[row["domain_id"]]
    near = group == "condition"
    return Concept(row["concept_id"], row["concept_name"], "OMOP", group, tuple(synonyms), near=near)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
