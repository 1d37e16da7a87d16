"""An AACT database read through a connection to a real server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eligex.addresses import without_password
from eligex.cli.app import app
from eligex.errors import EligexError, InputError
from eligex.pipeline import Pipeline
from eligex.run.driver import Plan, Run
from eligex.run.total import total_of
from eligex.sources import open_trials
from eligex.types import Failure, Trial

from .aact import fill, write_export


@pytest.fixture
def aact(database_of_its_own: str) -> str:
    """The address of a database that holds two studies."""
    fill(database_of_its_own)
    return database_of_its_own


def _change(address: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(address) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def test_files_and_connection_give_the_same_records(aact: str, tmp_path: Path, nlp: Pipeline) -> None:
    from_files = list(open_trials([write_export(tmp_path / "export.zip")]))
    from_database = list(open_trials([aact]))
    assert [item.trial_id for item in from_database] == ["NCT09990002", "NCT09990004"]
    for one, other in zip(from_files, from_database, strict=True):
        assert isinstance(one, Trial)
        assert isinstance(other, Trial)
        assert one.model_dump(exclude={"source"}) == other.model_dump(exclude={"source"})
        assert (other.source.format, other.source.uri) == ("aact", aact)
        records = [nlp.extract(trial).to_json() for trial in (one, other)]
        assert all(record.pop("source") for record in records)
        assert records[0] == records[1]
    first = from_database[0]
    assert isinstance(first, Trial)
    assert first.conditions == ("Insomnia", "Cramp")
    assert first.fields["keywords.0"] == "night"
    assert (first.registry_volunteers, first.secondary_ids) == (False, ("ZL-3",))


def test_batches_lose_nothing(aact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _change(
        aact,
        "INSERT INTO ctgov.studies (nct_id, brief_title) SELECT 'NCT' || lpad(n::text, 8, '0'), 'Study ' || n "
        "FROM generate_series(1, 25) AS n",
    )
    monkeypatch.setattr("eligex.sources.aact_database._STUDIES", 4)
    ids = [item.trial_id for item in open_trials([aact])]
    assert ids == [f"NCT{n:08d}" for n in range(1, 26)] + ["NCT09990002", "NCT09990004"]
    assert total_of([aact]) == 27


def test_a_study_that_cannot_be_read_costs_itself_alone(aact: str) -> None:
    _change(aact, "UPDATE ctgov.eligibilities SET criteria = repeat('x', 2000000) WHERE nct_id = 'NCT09990002'")
    failure, trial = open_trials([aact])
    assert isinstance(failure, Failure)
    assert (failure.error, failure.trial_id, failure.uri) == ("too-large", "NCT09990002", aact)
    assert trial.trial_id == "NCT09990004"


def test_tables_that_are_not_needed_may_be_absent(aact: str) -> None:
    _change(aact, "DROP TABLE ctgov.keywords")
    assert len(list(open_trials([aact]))) == 2


def test_nothing_is_written(aact: str) -> None:
    import psycopg

    from eligex.sources.aact_database import _connected

    with pytest.raises(InputError, match="read-only"), _connected(aact) as connection:
        connection.execute("DELETE FROM ctgov.studies")
    with psycopg.connect(aact) as connection:
        assert connection.execute("SELECT count(*) FROM ctgov.studies").fetchone() == (2,)


def test_another_database_is_refused(database_of_its_own: str) -> None:
    with pytest.raises(InputError, match=r"no table ctgov\.studies that this role may read"):
        list(open_trials([database_of_its_own]))


def test_tables_of_another_shape_are_refused(aact: str) -> None:
    _change(aact, "ALTER TABLE ctgov.eligibilities RENAME criteria TO criterion")
    with pytest.raises(InputError, match=r"ctgov\.eligibilities has no column criteria"):
        list(open_trials([aact]))


def test_other_formats_are_refused() -> None:
    with pytest.raises(InputError, match="a database is read as 'aact', not as 'csv'"):
        open_trials(["postgresql://user@localhost/aact"], "csv")


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(EligexError, match=r"pip install 'eligex\[postgres\]'"):
        list(open_trials(["postgresql://user@localhost/aact"]))


def test_a_database_that_does_not_answer_is_one_clear_line() -> None:
    result = CliRunner().invoke(app, ["extract", "postgresql://user:secret@localhost:1/aact"])
    assert isinstance(result.exception, InputError)
    assert str(result.exception).startswith("postgresql://user@localhost:1/aact: ")
    assert "secret" not in str(result.exception)


def test_a_server_that_stops_ends_the_run(aact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eligex.sources.aact_database._STUDIES", 1)
    trials = open_trials([aact])
    assert next(trials).trial_id == "NCT09990002"
    _change(aact, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'eligex'")
    with pytest.raises(InputError):
        list(trials)


def test_a_run_keeps_no_password(aact: str, tmp_path: Path) -> None:
    secret = aact.replace("postgres@", "postgres:open-sesame@")
    report = Run(Plan([secret]), tmp_path).execute()
    assert (report.records, report.failures) == (2, 0)
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert any(aact.encode() in content for content in written)
    assert not any(b"open-sesame" in content for content in written)
    assert Run.reopen(tmp_path).execute(retry=True).kept == 2


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://user:pass@host:5432/db", "postgresql://user@host:5432/db"),
        ("postgres://user:p@s/s?@host/db?sslmode=require", "postgres://user@host/db?sslmode=require"),
        ("postgresql://user@/db?host=/run&password=pass", "postgresql://user@/db?host=/run"),
        ("postgresql://host/db?sslpassword=pass&user=user", "postgresql://host/db?user=user"),
        ("postgresql:///db", "postgresql:///db"),
        ("folder/with:colon@sign", "folder/with:colon@sign"),
    ],
)
def test_addresses_are_shown_without_passwords(address: str, shown: Any) -> None:
    assert without_password(address) == shown
