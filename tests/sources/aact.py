"""A small AACT: two studies of our own, as the export's files and as the database's tables."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

Tables = dict[str, tuple[str, list[tuple[Any, ...]]]]
"""Columns as SQL declares them, and rows, by table."""

_TEXT = "Inclusion Criteria:\n\n* Cramps on ≥ 3 nights\n* Age > 17\n\nExclusion Criteria:\n\n* Milk allergy"
_OTHER = 'Inclusion Criteria:\n\n* "Restless" | legs\n\nExclusion Criteria:\n\n* Pregnancy'

TABLES: Tables = {
    "studies": (
        "nct_id varchar, brief_title text, official_title text, study_type varchar, overall_status varchar, "
        "phase varchar, enrollment integer, enrollment_type varchar",
        [
            ("NCT09990004", "Legs at Rest", None, "OBSERVATIONAL", "COMPLETED", None, 12, "ACTUAL"),
            ("NCT09990002", "Kefir", "Kefir & Rest", "INTERVENTIONAL", "RECRUITING", "PHASE2/PHASE3", 80, "ESTIMATED"),
        ],
    ),
    "eligibilities": (
        "id integer, nct_id varchar, criteria text, minimum_age varchar, maximum_age varchar, gender varchar, "
        "healthy_volunteers boolean",
        [
            (1, "NCT09990002", _TEXT, "18 Years", "N/A", "ALL", False),
            (2, "NCT09990004", _OTHER, "6 Months", "70 Years", "FEMALE", True),
        ],
    ),
    "brief_summaries": (
        "id integer, nct_id varchar, description text",
        [(1, "NCT09990002", "Kefir is drunk at night."), (2, "NCT09990004", "Legs are watched.")],
    ),
    "detailed_descriptions": (
        "id integer, nct_id varchar, description text",
        [(1, "NCT09990002", "Kefir blocks\n\n* nothing that we know of")],
    ),
    "conditions": (
        "id integer, nct_id varchar, name varchar",
        [(1, "NCT09990002", "Insomnia"), (2, "NCT09990004", "Restless Legs"), (3, "NCT09990002", "Cramp")],
    ),
    "interventions": (
        "id integer, nct_id varchar, intervention_type varchar, name varchar",
        [(1, "NCT09990002", "DIETARY_SUPPLEMENT", "Kefir"), (2, "NCT09990002", "OTHER", "Rest")],
    ),
    "keywords": ("id integer, nct_id varchar, name varchar", [(1, "NCT09990002", "night")]),
    "id_information": ("id integer, nct_id varchar, id_value varchar", [(1, "NCT09990002", "ZL-3")]),
    "sponsors": ("id integer, nct_id varchar, name varchar", [(1, "NCT09990004", "Halle Sleep Centre")]),
}


def write_export(path: Path, criteria: Mapping[str, str] = MappingProxyType({})) -> Path:
    """Write the tables as AACT's zip of pipe-delimited files; ``criteria`` replace those of some studies."""
    with zipfile.ZipFile(path, "w") as archive:
        for table, (columns, rows) in TABLES.items():
            names = [column.split()[0] for column in columns.split(", ")]
            place = names.index("criteria") if "criteria" in names else None
            lines = [names, *(_with(row, place, criteria) for row in rows)]
            archive.writestr(f"{table}.txt", "".join("|".join(map(_cell, line)) + "\n" for line in lines))
    return path


def _with(row: tuple[Any, ...], place: int | None, criteria: Mapping[str, str]) -> tuple[Any, ...]:
    return tuple(criteria.get(row[1], cell) if i == place else cell for i, cell in enumerate(row))


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "t" if value else "f"
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if set(text) & set('|"\n') else text


def fill(address: str) -> None:
    """Create the tables in a database, in the schema that AACT uses."""
    import psycopg

    with psycopg.connect(address) as connection:
        connection.execute("CREATE SCHEMA ctgov")
        for table, (columns, rows) in TABLES.items():
            connection.execute(f"CREATE TABLE ctgov.{table} ({columns})")  # type: ignore[arg-type]
            for row in rows:
                marks = ", ".join(["%s"] * len(row))
                connection.execute(f"INSERT INTO ctgov.{table} VALUES ({marks})", row)  # type: ignore[arg-type]
