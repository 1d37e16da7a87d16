"""One contract for every sink: what goes in comes out, and writing twice is writing once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eligex.errors import OutputError
from eligex.rows import rows_of
from eligex.sinks import open_sink
from eligex.tables import TABLES
from eligex.types import EligibilityRecord, Failure

Items = list[EligibilityRecord | Failure]
Read = Callable[[str], list[tuple[Any, ...]]]


def _expected(items: Items) -> dict[str, list[tuple[Any, ...]]]:
    return {t.name: [row for item in items for row in rows_of(item).get(t.name, [])] for t in TABLES}


def _write(target: str, items: Items) -> None:
    with open_sink(target) as sink:
        for item in items:
            sink.write(item)


def _sqlite(path: Path) -> tuple[str, Read]:
    def read(name: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(path)
        try:
            return connection.execute(f"SELECT * FROM {name}").fetchall()
        finally:
            connection.close()

    return f"sqlite:{path}", read


def _duckdb(path: Path) -> tuple[str, Read]:
    import duckdb

    def read(name: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute(f"SELECT * FROM {name}").fetchall()

    return f"duckdb:{path}", read


def _postgres(address: str) -> tuple[str, Read]:
    import psycopg

    def read(name: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(address) as connection:
            return connection.execute(f"SELECT * FROM {name}").fetchall()  # type: ignore[arg-type]

    return address, read


@pytest.fixture(params=["sqlite", "duckdb", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Read]:
    if request.param == "postgres":
        return _postgres(request.getfixturevalue("postgres"))
    return {"sqlite": _sqlite, "duckdb": _duckdb}[request.param](tmp_path / "out.db")


def _comparable(rows: list[tuple[Any, ...]]) -> list[str]:
    """Return rows in one order and spelling: databases differ in booleans, whole floats and parsed JSON."""

    def cell(value: Any) -> Any:
        if isinstance(value, str) and value.startswith('{"'):
            return json.dumps(json.loads(value), sort_keys=True)
        if isinstance(value, dict):
            return json.dumps(value, sort_keys=True)
        return float(value) if isinstance(value, (bool, int)) else value

    return sorted(repr([cell(value) for value in row]) for row in rows)


def test_database_reads_back_and_is_idempotent(items: Items, database: tuple[str, Read]) -> None:
    target, read = database
    _write(target, items)
    _write(target, items)
    for name, rows in _expected(items).items():
        assert _comparable(read(name)) == _comparable(rows), name


def test_a_changed_record_replaces_the_old_one(items: Items, tmp_path: Path) -> None:
    target, read = _sqlite(tmp_path / "out.db")
    _write(target, items)
    first = items[0]
    assert isinstance(first, EligibilityRecord)
    _write(target, [first.model_copy(update={"criteria": ()})])
    assert first.trial_id not in {row[0] for row in read("criteria")}
    assert len(read("trials")) == len(items) - 1


def test_parquet_reads_back(items: Items, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    _write(f"parquet:{tmp_path / 'run'}", items)
    for name, rows in _expected(items).items():
        table = pq.read_table(tmp_path / "run" / f"{name}.parquet")
        assert _comparable([tuple(row.values()) for row in table.to_pylist()]) == _comparable(rows), name


def test_parquet_refuses_a_folder_in_use(items: Items, tmp_path: Path) -> None:
    _write(f"parquet:{tmp_path}", items[:1])
    with pytest.raises(OutputError, match="already holds Parquet files"):
        _write(f"parquet:{tmp_path}", items[:1])


def test_an_interrupted_parquet_run_leaves_nothing(items: Items, tmp_path: Path) -> None:
    def interrupted() -> None:
        with open_sink(f"parquet:{tmp_path}") as sink:
            sink.write(items[0])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_target_is_refused() -> None:
    with pytest.raises(OutputError, match="unknown target"):
        open_sink("oracle:db")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_are_columns_and_all_is_commented(table: Any) -> None:
    names = [column.name for column in table.columns]
    assert set(table.key) <= set(names)
    assert len(set(names)) == len(names)
    assert all(column.comment for column in table.columns)
