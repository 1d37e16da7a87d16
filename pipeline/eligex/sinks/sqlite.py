"""``sqlite:out.sqlite``: one file, readable everywhere."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from ..rows import Row
from ..tables import Table
from .sql import SqlSink


class SqliteSink(SqlSink):
    """Writes the flat tables into a SQLite file."""

    types = {"text": "TEXT", "integer": "INTEGER", "float": "REAL", "boolean": "INTEGER", "json": "TEXT"}  # noqa: RUF012
    comments = False

    def errors(self) -> tuple[type[Exception], ...]:
        """Return sqlite3's exceptions."""
        return (sqlite3.Error,)

    def connect(self) -> None:
        """Open or create the file."""
        self._connection = sqlite3.connect(self._target, isolation_level=None)

    def disconnect(self) -> None:
        """Close the file; an open transaction rolls back."""
        self._connection.close()

    def execute(self, statement: str) -> None:
        """Run one statement."""
        self._connection.execute(statement)

    def exists(self, table: str) -> bool:
        """Look into the catalogue."""
        found = self._connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,))
        return found.fetchone() is not None

    def version(self) -> int:
        """Read the version."""
        return int(self._connection.execute("SELECT version FROM eligex_schema").fetchone()[0])

    def digests(self, trials: Sequence[str]) -> dict[str, str | None]:
        """Look the trials up."""
        query = "SELECT trial_id, record_sha256 FROM trials WHERE trial_id IN (SELECT value FROM json_each(?))"
        return dict(self._connection.execute(query, (json.dumps(list(trials)),)).fetchall())

    def replace(self, table: Table, rows: Sequence[Row], owners: Sequence[str]) -> None:
        """Delete the owners' rows of a table and insert the new ones."""
        self._connection.executemany(f"DELETE FROM {table.name} WHERE {table.key[0]} = ?", [(name,) for name in owners])
        marks = ", ".join("?" * len(table.columns))
        into = f"{table.name} ({', '.join(table.names)})"
        self._connection.executemany(f"INSERT OR REPLACE INTO {into} VALUES ({marks})", rows)
