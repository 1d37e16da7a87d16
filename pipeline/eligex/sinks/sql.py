"""What the SQL sinks share: DDL from the table definition, and batches that replace the trials they hold."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from ..rows import Row, Rows, rows_of
from ..tables import TABLES, TABLES_VERSION, Column, Table
from .base import Item

_BATCH = 500
"""Trials written in one transaction; a few megabytes of rows."""


class SqlSink(ABC):
    """A sink over a database connection; subclasses say how to connect, execute and load rows."""

    types: dict[str, str]

    def __init__(self) -> None:
        self._pending: list[Rows] = []

    def __enter__(self) -> Self:
        self.connect()
        self.create()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.flush()
        self.disconnect()

    def write(self, item: Item) -> None:
        """Take one record or failure; a batch goes out in one transaction."""
        self._pending.append(rows_of(item))
        if len(self._pending) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is pending: each trial's old rows go, its new rows come, or neither."""
        if not self._pending:
            return
        self.begin()
        for table in TABLES:
            rows = [row for rows in self._pending for row in rows.get(table.name, [])]
            self.replace(table, latest(table, rows), self._owners(table))
        self.commit()
        self._pending.clear()

    def _owners(self, table: Table) -> list[Any]:
        """Return the trials (or, for failures, the sources) whose rows this batch replaces."""
        first = "failures" if table.name == "failures" else "trials"
        return sorted({row[0] for rows in self._pending for row in rows.get(first, [])})

    def create(self) -> None:
        """Create the tables where they are missing, and remember their version."""
        for table in TABLES:
            self.execute(self.ddl(table))
        self.execute("CREATE TABLE IF NOT EXISTS eligex_schema (version integer NOT NULL)")
        self.execute("DELETE FROM eligex_schema")
        self.execute(f"INSERT INTO eligex_schema VALUES ({TABLES_VERSION})")

    def ddl(self, table: Table) -> str:
        """Return the CREATE statement of a table."""
        columns = ", ".join(f"{column.name} {self.column_type(column)}" for column in table.columns)
        return f"CREATE TABLE IF NOT EXISTS {table.name} ({columns}, PRIMARY KEY ({', '.join(table.key)}))"

    def column_type(self, column: Column) -> str:
        """Return a column's type in this database."""
        return self.types[column.type]

    @abstractmethod
    def replace(self, table: Table, rows: Sequence[Row], owners: Sequence[Any]) -> None:
        """Delete the owners' rows of a table and insert the new ones."""

    @abstractmethod
    def connect(self) -> None:
        """Open the database."""

    @abstractmethod
    def disconnect(self) -> None:
        """Close it; what was not committed is gone."""

    @abstractmethod
    def begin(self) -> None:
        """Start a transaction."""

    @abstractmethod
    def commit(self) -> None:
        """End the transaction."""

    @abstractmethod
    def execute(self, statement: str) -> None:
        """Run one statement."""


def latest(table: Table, rows: Sequence[Row]) -> list[Row]:
    """Return the rows with the last of each key only; a dump may hold a trial twice."""
    places = [next(i for i, column in enumerate(table.columns) if column.name == name) for name in table.key]
    return list({tuple(row[i] for i in places): row for row in rows}.values())
