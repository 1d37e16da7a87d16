"""Records to write, and a PostgreSQL of our own where its binaries are installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from eligex.pipeline import Pipeline
from eligex.sources import open_trials
from eligex.types import EligibilityRecord, Failure

from .server import Server, binaries

GOLDEN = Path(__file__).parent.parent / "golden" / "inputs"


@pytest.fixture(scope="session")
def items(nlp: Pipeline) -> list[EligibilityRecord | Failure]:
    """The golden studies' records and one failure."""
    records = list(nlp.extract_many(open_trials(sorted(GOLDEN.iterdir()))))
    return [
        *records,
        Failure(uri="dump.zip", record=7, stage="read", error="ValueError", message="'; DROP TABLE trials"),
    ]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a fresh server; skips without PostgreSQL's binaries."""
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL binaries installed")
    with TemporaryDirectory(prefix="eligex-pg-") as name:
        server = Server(programs, Path(name))
        server.start()
        yield server.address
        server.stop()


@pytest.fixture
def database_of_its_own(postgres: str, request: pytest.FixtureRequest) -> str:
    """The address of an empty database on that server."""
    import psycopg

    name = f"db{abs(hash(request.node.nodeid))}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return postgres.replace("/postgres?", f"/{name}?")
