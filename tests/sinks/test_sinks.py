"""One contract for every sink: what goes in comes out, and writing twice is writing once."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eligex.errors import OutputError
from eligex.rows import rows_of
from eligex.sinks import open_sink
from eligex.tables import TABLES, TABLES_VERSION
from eligex.types import EligibilityRecord, Failure

Items = list[EligibilityRecord | Failure]
Read = Callable[..., list[tuple[Any, ...]]]


def _expected(items: Items) -> dict[str, list[tuple[Any, ...]]]:
    return {t.name: [row for item in items for row in rows_of(item).get(t.name, [])] for t in TABLES}


def _write(target: str, items: Items) -> None:
    with open_sink(target) as sink:
        for item in items:
            sink.write(item)


def _sqlite(path: Path) -> tuple[str, Read]:
    def read(name: str, columns: str = "*") -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(path)
        try:
            return connection.execute(f"SELECT {columns} FROM {name}").fetchall()
        finally:
            connection.close()

    return f"sqlite:{path}", read


def _duckdb(path: Path) -> tuple[str, Read]:
    import duckdb

    def read(name: str, columns: str = "*") -> list[tuple[Any, ...]]:
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute(f"SELECT {columns} FROM {name}").fetchall()

    return f"duckdb:{path}", read


def _postgres(address: str) -> tuple[str, Read]:
    import psycopg

    def read(name: str, columns: str = "*") -> list[tuple[Any, ...]]:
        with psycopg.connect(address) as connection:
            return connection.execute(f"SELECT {columns} FROM {name}").fetchall()  # type: ignore[arg-type]

    return address, read


@pytest.fixture(params=["sqlite", "duckdb", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Read]:
    if request.param == "postgres":
        return _postgres(request.getfixturevalue("database_of_its_own"))
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


def test_a_changed_record_replaces_the_old_one(items: Items, database: tuple[str, Read]) -> None:
    target, read = database
    _write(target, items)
    first = items[0]
    assert isinstance(first, EligibilityRecord)
    _write(target, [first.model_copy(update={"criteria": ()})])
    assert first.trial_id not in {row[0] for row in read("criteria")}
    assert len(read("trials")) == len(items) - 1


def test_rows_of_a_trial_that_has_not_changed_stay(
    items: Items, database: tuple[str, Read], monkeypatch: pytest.MonkeyPatch
) -> None:
    target, read = database
    _write(target, items)
    first = items[0]
    assert isinstance(first, EligibilityRecord)
    moved = first.model_copy(update={"source": first.source.model_copy(update={"uri": "new.zip"})})
    sink = open_sink(target)
    replaced: list[tuple[str, int]] = []
    replace = sink.replace  # type: ignore[attr-defined]

    def watched(table: Any, rows: Any, owners: Any) -> None:
        replaced.append((table.name, len(rows)))
        replace(table, rows, owners)

    monkeypatch.setattr(sink, "replace", watched)
    with sink:
        sink.write(moved)
    assert {name for name, count in replaced if count} == {"trials"}
    assert dict(read("trials", "trial_id, source_uri"))[first.trial_id] == "new.zip"
    for name, rows in _expected([moved, *items[1:]]).items():
        assert _comparable(read(name)) == _comparable(rows), name


def test_the_later_of_two_records_of_a_trial_stays(
    items: Items, database: tuple[str, Read], monkeypatch: pytest.MonkeyPatch
) -> None:
    target, read = database
    first = items[0]
    assert isinstance(first, EligibilityRecord)
    shorter = first.model_copy(update={"criteria": first.criteria[:1]})
    for batch in (500, 1):
        monkeypatch.setattr("eligex.sinks.sql._BATCH", batch)
        _write(target, [first, *items[1:], shorter])
        assert len([row for row in read("criteria") if row[0] == first.trial_id]) == 1
        assert len(read("trials")) == len(items) - 1


def test_a_withdrawn_trial_goes(items: Items, database: tuple[str, Read]) -> None:
    target, read = database
    _write(target, items)
    with open_sink(target) as sink:
        sink.withdraw(items[0].trial_id or "")
    for name in ("trials", "criteria", "requirements"):
        assert items[0].trial_id not in {row[0] for row in read(name)}


def test_every_failure_stays_until_its_input_is_loaded_again(database: tuple[str, Read]) -> None:
    target, read = database
    failures: Items = [
        Failure(uri=f"{uri}.zip", trial_id=f"NCT{n:08d}", stage="extract", error="E", message="m")
        for uri in "ab"
        for n in range(700)
    ]
    _write(target, failures)
    assert len(read("failures")) == 1400
    _write(target, failures[:600])
    assert len(read("failures")) == 600 + 700


def test_an_interrupted_load_changes_nothing(
    items: Items, database: tuple[str, Read], monkeypatch: pytest.MonkeyPatch
) -> None:
    target, read = database
    _write(target, items[:2])
    monkeypatch.setattr("eligex.sinks.sql._BATCH", 1)

    def interrupted() -> None:
        with open_sink(target) as sink:
            for item in items:
                sink.write(item)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(read("trials")) == 2


def test_tables_of_a_newer_version_are_refused(
    items: Items, database: tuple[str, Read], monkeypatch: pytest.MonkeyPatch
) -> None:
    target, read = database
    _write(target, items[:1])
    monkeypatch.setattr("eligex.sinks.sql.TABLES_VERSION", TABLES_VERSION - 1)
    with pytest.raises(
        OutputError, match=rf"holds version {TABLES_VERSION} of the tables, this eligex knows version 1;"
    ):
        _write(target, items[:1])
    assert read("eligex_schema") == [(TABLES_VERSION,)]


def _write_as_of(version: int, target: str, items: Items) -> None:
    """Load as the eligex of an earlier version of the tables did."""
    older = tuple(
        dataclasses.replace(table, columns=tuple(column for column in table.columns if column.since <= version))
        for table in TABLES
        if table.since <= version
    )
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("eligex.sinks.sql.TABLES_VERSION", version)
        monkeypatch.setattr("eligex.rows._BY_NAME", {table.name: table for table in older})
        monkeypatch.setattr("eligex.sinks.sql.SqlSink._changed", lambda sink, pending: pending)
        for module in ("sql", "postgres"):
            monkeypatch.setattr(f"eligex.sinks.{module}.TABLES", older)
        _write(target, items)


def test_older_tables_are_brought_up_to_date(items: Items, database: tuple[str, Read]) -> None:
    target, read = database
    _write_as_of(1, target, items)
    assert read("eligex_schema") == [(1,)]
    assert len(read("criteria")[0]) < len(TABLES[1].columns)
    _write(target, items)
    assert read("eligex_schema") == [(TABLES_VERSION,)]
    for table in TABLES:
        rows = _comparable(read(table.name, ", ".join(table.names)))
        assert rows == _comparable(_expected(items)[table.name]), table.name


def test_trials_that_are_not_loaded_again_survive_a_migration(items: Items, database: tuple[str, Read]) -> None:
    target, read = database
    _write_as_of(1, target, items)
    _write(target, items[:1])
    places = dict(read("criteria", "trial_id, position"))
    assert len(read("trials")) == len(items) - 1
    assert places[items[0].trial_id] is not None
    assert places[items[1].trial_id] is None


def test_a_migration_that_breaks_off_changes_nothing(items: Items, database: tuple[str, Read]) -> None:
    target, read = database
    _write_as_of(1, target, items[:2])
    with pytest.raises(KeyboardInterrupt), open_sink(target):
        raise KeyboardInterrupt
    assert read("eligex_schema") == [(1,)]
    assert len(read("trials")) == 2


HOSTILE = [
    "'; DROP TABLE trials; --",
    '"; DELETE FROM trials; --',
    '=HYPERLINK("http://x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\\. \\N \\x00 \t \r\n end",
    "NUL \x00 in the middle",
    'literal \\u0000 escape "quoted"',
    "%s {0} $1 ? :name",
    "\u202e right to left \U0001f600",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str, items: Items, database: tuple[str, Read]) -> None:
    target, read = database
    first = items[0]
    assert isinstance(first, EligibilityRecord)
    _write(target, [_filled(first, text), Failure(uri=text, stage="read", error=text, message=text)])
    kept = text.replace("\x00", "\u2400") if target.startswith("postgres") else text
    for name in ("trials", "criteria", "requirements", "failures"):
        rows = read(name)
        assert rows, name
        assert any(kept in row for row in rows), name
    (record,) = [row[-1] for row in read("trials")]
    value = record if isinstance(record, dict) else json.loads(record)
    assert value["title"] == kept
    assert value["criteria"][0]["text"] == kept


def _filled(record: EligibilityRecord, text: str) -> EligibilityRecord:
    """Put a text into every free-text field of a record."""

    def fill(node: Any, key: str = "") -> Any:
        if isinstance(node, dict):
            return {name: fill(value, name) for name, value in node.items()}
        if isinstance(node, list):
            return [fill(value) for value in node]
        return text if key in {"text", "title", "name", "message", "label", "uri", "registry"} else node

    return EligibilityRecord.model_validate(fill(record.to_json()))


@pytest.mark.parametrize("scheme", ["duckdb", "postgres"])
def test_tables_and_columns_are_commented(scheme: str, items: Items, request: pytest.FixtureRequest) -> None:
    if scheme == "postgres":
        import psycopg

        target = request.getfixturevalue("database_of_its_own")
        _write(target, items[:1])
        with psycopg.connect(target) as connection:
            rows = connection.execute("SELECT col_description('trials'::regclass, 1)").fetchall()
    else:
        import duckdb

        path = request.getfixturevalue("tmp_path") / "out.duckdb"
        _write(f"duckdb:{path}", items[:1])
        with duckdb.connect(str(path)) as connection:
            rows = connection.execute(
                "SELECT comment FROM duckdb_columns() WHERE table_name = 'trials' AND column_name = 'trial_id'"
            ).fetchall()
    assert rows == [("registry identifier of the trial",)]


def test_a_database_that_does_not_answer_is_one_clear_line() -> None:
    with pytest.raises(OutputError, match=r"^postgresql://user@localhost:1/none: "):
        _write("postgresql://user:secret@localhost:1/none", [])


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, just a long line of text " * 200)
    for scheme in ("sqlite", "duckdb"):
        with pytest.raises(OutputError, match=r"notes\.txt"):
            _write(f"{scheme}:{path}", [])


def test_parquet_reads_back_and_replaces_itself(items: Items, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    for _ in range(2):
        _write(f"parquet:{tmp_path / 'run'}", items)
    for name, rows in _expected(items).items():
        table = pq.read_table(tmp_path / "run" / name)
        assert _comparable([tuple(row.values()) for row in table.to_pylist()]) == _comparable(rows), name
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_parquet_partitions_hold_the_same_rows(items: Items, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb
    import pyarrow.parquet as pq

    monkeypatch.setattr("eligex.sinks.parquet._ROWS", 3)
    by_phase = [
        item.model_copy(update={"study": item.study.model_copy(update={"phase": phase})})
        for item, phase in zip(items[:3], ("phase 1/phase 2", "phase 3", None), strict=True)
        if isinstance(item, EligibilityRecord)
    ]
    loaded: Items = [*by_phase, items[-1]]
    _write(f"parquet:{tmp_path / 'run'}?partition=phase", loaded)
    for name, rows in _expected(loaded).items():
        table = pq.read_table(tmp_path / "run" / name)
        cut_up = [column for column in table.column_names if column.startswith("trial_phase")]
        found = [tuple(row.values()) for row in table.drop_columns(cut_up).to_pylist()]
        assert _comparable(found) == _comparable(rows), name
    names = sorted(path.name for path in (tmp_path / "run" / "trials").iterdir())
    assert names == [
        "trial_phase=__HIVE_DEFAULT_PARTITION__",
        "trial_phase=phase%201%2Fphase%202",
        "trial_phase=phase%203",
    ]
    query = (
        f"SELECT DISTINCT phase, trial_phase FROM read_parquet('{tmp_path}/run/trials/**', hive_partitioning = true)"
    )
    with duckdb.connect() as connection:
        pairs = connection.execute(query).fetchall()
    assert sorted(pairs, key=str) == [("phase 1/phase 2",) * 2, ("phase 3",) * 2, (None, None)]


def test_parquet_partitions_by_columns_of_few_values() -> None:
    with pytest.raises(OutputError, match="cannot partition by 'trial_id'"):
        open_sink("parquet:out?partition=trial_id")


def test_parquet_refuses_a_folder_with_other_files(items: Items, tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(OutputError, match="holds other files"):
        _write(f"parquet:{tmp_path}", items[:1])


def test_an_interrupted_parquet_load_leaves_the_earlier_one(items: Items, tmp_path: Path) -> None:
    def interrupted() -> None:
        with open_sink(f"parquet:{tmp_path / 'run'}") as sink:
            sink.write(items[0])
            raise KeyboardInterrupt

    _write(f"parquet:{tmp_path / 'run'}", items)
    before = sorted(path.name for path in (tmp_path / "run").rglob("*"))
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert sorted(path.name for path in (tmp_path / "run").rglob("*")) == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_parquet_cuts_files(items: Items, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet as pq

    monkeypatch.setattr("eligex.sinks.parquet._ROWS", 2)
    monkeypatch.setattr("eligex.sinks.parquet._GROUPS", 1)
    _write(f"parquet:{tmp_path / 'run'}", items)
    assert len(list((tmp_path / "run" / "trials").iterdir())) > 2
    assert pq.read_table(tmp_path / "run" / "trials").num_rows == len(items) - 1


def test_an_unknown_target_is_refused() -> None:
    with pytest.raises(OutputError, match="unknown target"):
        open_sink("oracle:db")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_are_columns_and_all_is_commented(table: Any) -> None:
    names = [column.name for column in table.columns]
    assert set(table.key) <= set(names)
    assert len(set(names)) == len(names)
    assert all(column.comment for column in table.columns)
