"""``sqlite:out.sqlite``: one file, readable everywhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..rows import Row
from ..tables import Table
from .sql import SqlSink


class SqliteSink(SqlSink):
    """Writes the flat tables into a SQLite file."""

    types = {"text": "TEXT", "integer": "INTEGER", "float": "REAL", "boolean": "INTEGER", "json": "TEXT"}  # noqa: RUF012

    def __init__(self, target: str) -> None:
        super().__init__()
        self._path = Path(target)

    def connect(self) -> None:
        """Open or create the file."""
        self._connection = sqlite3.connect(self._path, isolation_level=None)

    def disconnect(self) -> None:
        """Close the file; an open transaction rolls back."""
        self._connection.close()

    def begin(self) -> None:
        """Start a transaction."""
        self._connection.execute("BEGIN")

    def commit(self) -> None:
        """End the transaction."""
        self._connection.execute("COMMIT")

    def execute(self, statement: str) -> None:
        """Run one statement."""
        self._connection.execute(statement)

    def replace(self, table: Table, rows: Sequence[Row], owners: Sequence[Any]) -> None:
        """Delete the owners' rows of a table and insert the new ones."""
        self._connection.executemany(f"DELETE FROM {table.name} WHERE {table.key[0]} = ?", [(name,) for name in owners])
        marks = ", ".join("?" * len(table.columns))
        self._connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)
