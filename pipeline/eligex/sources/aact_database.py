"""AACT's own PostgreSQL database, read through a connection (extra ``postgres``): ``postgresql://user@host/db``.

One read-only snapshot, a few hundred studies at a time: nothing is written, and memory does not grow.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..addresses import without_password
from ..errors import InputError
from ..extras import need
from ..types import Failure, Trial
from .aact_study import KEY, NEEDED, Cells, columns_by_table, study_trials

SCHEMA = "ctgov"
_STUDIES = 500
"""Studies fetched at a time, some megabytes of text."""


def read_database(address: str) -> Iterator[Trial | Failure]:
    """Yield one trial or failure a study, in the order of the ids.

    Raises InputError when the database does not answer, stops answering, or does not hold AACT's tables.
    """
    with _connected(address) as connection:
        yield from study_trials(without_password(address), _studies(connection))


def count_studies(address: str) -> int:
    """Return how many studies the database holds. Raises InputError as reading does."""
    with _connected(address) as connection:
        _present(connection)
        (number,) = connection.execute(f"SELECT count(*) FROM {SCHEMA}.studies").fetchone()
        return int(number)


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    psycopg = need("psycopg", "postgres")
    name = without_password(address)
    try:
        with psycopg.connect(address, client_encoding="UTF8", application_name="eligex") as connection:
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            yield connection
    except psycopg.Error as error:
        raise InputError(f"{name}: {str(error).replace(address, name).strip()}") from error
    except _NotAactError as error:
        raise InputError(f"{name}: {error}") from error


class _NotAactError(Exception):
    """The database lacks what every AACT database holds."""


def _studies(connection: Any) -> Iterator[tuple[str, Cells]]:
    """Yield each study's id and cells, batch by batch."""
    queries = _queries(connection)
    with connection.cursor("eligex_studies") as ids:  # a cursor with a name stays on the server
        ids.execute(f'SELECT {KEY} FROM {SCHEMA}.studies ORDER BY {KEY} COLLATE "C"')
        while batch := [name for (name,) in ids.fetchmany(_STUDIES)]:
            found: dict[str, Cells] = {name: [] for name in batch}
            for parts, query in queries:
                for name, *values in connection.execute(query, [batch]):
                    found[name] += [(part, value.encode()) for part, value in zip(parts, values, strict=True) if value]
            for name, cells in found.items():
                yield name, sorted(cells, key=lambda cell: cell[0])


def _queries(connection: Any) -> list[tuple[list[str], str]]:
    """Return for each table that is there its parts and how to ask for the rows of some studies."""
    present = _present(connection)
    queries = []
    for table, columns in columns_by_table().items():
        if table in present:
            missing = {KEY, *columns.values()} - present[table]
            if missing:
                raise _NotAactError(f"{SCHEMA}.{table} has no column {', '.join(sorted(missing))}")
            cells = ", ".join(f"rows.{column}::text" for column in columns.values())
            order = f"rows.{KEY}, rows.id" if "id" in present[table] else f"rows.{KEY}"
            source = f"FROM {SCHEMA}.{table} AS rows WHERE rows.{KEY} = ANY(%s)"
            queries.append((list(columns), f"SELECT rows.{KEY}, {cells} {source} ORDER BY {order}"))
    return queries


def _present(connection: Any) -> dict[str, set[str]]:
    """Return the columns of each table that the role may read."""
    query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s"
    found: dict[str, set[str]] = {}
    for table, column in connection.execute(query, [SCHEMA]):
        found.setdefault(table, set()).add(column)
    missing = [table for table in NEEDED if table not in found]
    if missing:
        raise _NotAactError(
            f"no table {SCHEMA}.{missing[0]} that this role may read; an AACT database is expected as input"
        )
    return found
