"""Fixtures that many tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from eligex.loading import load
from eligex.pipeline import Pipeline

from .sinks.server import Server, binaries

# The same examples every time: a suite that fails on one machine fails on all. Search for new ones with
# HYPOTHESIS_PROFILE=search.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

# A vocabulary in the user's cache must not change what the tests see; one named by ELIGEX_VOCAB is meant.
os.environ.setdefault("ELIGEX_VOCAB", os.devnull)

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def nlp() -> Pipeline:
    """The default pipeline, built once."""
    return load()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("ELIGEX_SHARED", ROOT / ".." / "shared"))
    if not folder.is_dir():
        pytest.skip("no reference material beside the checkout (ELIGEX_SHARED)")
    return folder


@pytest.fixture(scope="session")
def example() -> Path:
    """The example study of the repository."""
    return ROOT / "corpus" / "examples" / "lupus_study.json"


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
