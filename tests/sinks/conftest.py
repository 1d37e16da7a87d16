"""Records to write, and a PostgreSQL of our own where its binaries are installed."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from eligex.pipeline import Pipeline
from eligex.sources import open_trials
from eligex.types import EligibilityRecord, Failure

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
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []
    if not found:
        pytest.skip("no PostgreSQL binaries installed")
    with TemporaryDirectory(prefix="eligex-pg-") as name:
        server = _Server(found[-1], Path(name))
        server.start()
        yield f"postgresql://postgres@/postgres?host={name}"
        server.stop()


@pytest.fixture
def database_of_its_own(postgres: str, request: pytest.FixtureRequest) -> str:
    """The address of an empty database on that server."""
    import psycopg

    name = f"db{abs(hash(request.node.nodeid))}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return postgres.replace("/postgres?", f"/{name}?")


class _Server:
    """A server that listens on a socket in its own folder; it refuses to run as root, so it runs as its own user."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries = binaries
        self._folder = folder
        self._as_user: dict[str, object] = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            self._as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(folder, user.pw_uid, user.pw_gid)

    def _run(self, tool: str, *args: str) -> None:
        command = [str(self._binaries / tool), *args]
        subprocess.run(command, check=True, capture_output=True, cwd=self._folder, **self._as_user)  # type: ignore[call-overload]

    def start(self) -> None:
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-D", data, "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")
