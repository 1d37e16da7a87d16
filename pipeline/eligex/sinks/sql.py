"""What the SQL sinks share: DDL from the table definition, and one transaction in which trials are replaced."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from ..errors import OutputError
from ..rows import Row, Rows, rows_of
from ..tables import TABLES, TABLES_VERSION, Table
from ..types import Failure
from .base import Item

_BATCH = 500
"""Trials handed to the database at a time; a few megabytes of rows."""
_VERSIONS = "eligex_schema"
_WHATEVER = frozenset({"trials", "failures"})
"""Tables that are loaded whether or not a trial has changed."""
_DIGEST = TABLES[0].names.index("record_sha256")


class SqlSink(ABC):
    """A sink over a database connection; subclasses say how to connect, execute and load rows.

    Everything from opening to closing is one transaction: a database holds a load wholly or not at all.
    """

    types: dict[str, str]
    comments = True

    def __init__(self, target: str) -> None:
        self._target = target
        self._pending: list[Rows] = []
        self._withdrawn: list[str] = []
        self._stale: list[str] = []
        self._uri: str | None = None

    def __enter__(self) -> Self:
        with self._clear_errors():
            self.connect()
        try:
            with self._clear_errors():
                self.execute("BEGIN")
                self._prepare()
        except BaseException:
            self.disconnect()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.flush()
                with self._clear_errors():
                    self.execute("COMMIT")
        finally:
            self.disconnect()

    def write(self, item: Item) -> None:
        """Take one record or failure. Raises OutputError when the database refuses a batch."""
        uri = item.uri if isinstance(item, Failure) else item.source.uri
        if uri != self._uri:  # an input begins: failures of an earlier load of it no longer hold
            self._stale.append(uri)
            self._uri = uri
        self._pending.append(rows_of(item))
        if len(self._pending) >= _BATCH:
            self.flush()

    def withdraw(self, trial_id: str) -> None:
        """Delete a trial."""
        self._withdrawn.append(trial_id)

    def flush(self) -> None:
        """Hand over what is pending: each trial's old rows go, its new rows come.

        Of a trial that has not changed only the row in ``trials`` is new: it names the input.
        """
        with self._clear_errors():
            pending = self._latest()
            changed = self._changed(pending)
            for table in TABLES:
                items = pending if table.name in _WHATEVER else changed
                rows = [row for rows in items for row in rows.get(table.name, [])]
                self.replace(table, unique(table, rows), self._owners(table, items))
        self._pending.clear()
        self._withdrawn.clear()
        self._stale.clear()

    def _latest(self) -> list[Rows]:
        """Return the pending rows with the last of each trial only; a dump may hold a trial twice."""
        last = {rows["trials"][0][0]: i for i, rows in enumerate(self._pending) if "trials" in rows}
        return [rows for i, rows in enumerate(self._pending) if "trials" not in rows or last[rows["trials"][0][0]] == i]

    def _changed(self, pending: list[Rows]) -> list[Rows]:
        """Return the rows without those of trials that the database holds as they are."""
        trials = {row[0]: row[_DIGEST] for rows in pending for row in rows.get("trials", [])}
        held = self.digests(list(trials))
        same = {name for name, digest in trials.items() if held.get(name) == digest} - set(self._withdrawn)
        return [rows for rows in pending if "trials" not in rows or rows["trials"][0][0] not in same]

    def _owners(self, table: Table, items: list[Rows]) -> list[str]:
        """Return the trials, or for failures the inputs, whose rows this batch replaces."""
        if table.name == "failures":
            return sorted(set(self._stale))
        return sorted({row[0] for rows in items for row in rows.get("trials", [])} | set(self._withdrawn))

    def _prepare(self) -> None:
        """Create the tables where there are none, and bring older ones up to date; refuse those of a newer version."""
        if not self.exists(_VERSIONS):
            self._create()
            return
        held = self.version()
        if held > TABLES_VERSION:
            raise OutputError(
                f"{self.name()}: holds version {held} of the tables, this eligex knows version {TABLES_VERSION}; "
                "load with the newer eligex that wrote them, or into a new database or schema"
            )
        if held < TABLES_VERSION:
            self._migrate(held)

    def _create(self) -> None:
        """Create the tables and remember their version."""
        for table in TABLES:
            self.execute(self.ddl(table))
        self.execute(f"CREATE TABLE {_VERSIONS} (version integer NOT NULL)")
        self.execute(f"INSERT INTO {_VERSIONS} VALUES ({TABLES_VERSION})")
        self.comment()

    def _migrate(self, held: int) -> None:
        """Add what versions after ``held`` have added; new columns stay empty until a trial is loaded again."""
        for table in TABLES:
            if table.since > held:
                self.execute(self.ddl(table))
                continue
            for column in table.columns:
                if column.since > held:
                    self.execute(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {self.types[column.type]}")
        self.execute(f"UPDATE {_VERSIONS} SET version = {TABLES_VERSION}")
        self.comment()

    def comment(self) -> None:
        """Say in the database what tables and columns hold, where it can keep that."""
        if not self.comments:
            return
        for table in TABLES:
            self.execute(f"COMMENT ON TABLE {table.name} IS {_literal(table.comment)}")
            for column in table.columns:
                self.execute(f"COMMENT ON COLUMN {table.name}.{column.name} IS {_literal(column.comment)}")

    def ddl(self, table: Table) -> str:
        """Return the CREATE statement of a table."""
        columns = ", ".join(f"{column.name} {self.types[column.type]}" for column in table.columns)
        return f"CREATE TABLE {table.name} ({columns}, PRIMARY KEY ({', '.join(table.key)}))"

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except self.errors() as error:
            raise OutputError(f"{self.name()}: {str(error).strip()}") from error

    def name(self) -> str:
        """Return what messages call the database."""
        return self._target

    @abstractmethod
    def errors(self) -> tuple[type[Exception], ...]:
        """Return the exceptions of the database's driver."""

    @abstractmethod
    def exists(self, table: str) -> bool:
        """Tell whether a table exists."""

    @abstractmethod
    def version(self) -> int:
        """Return the version of the tables that the database holds."""

    @abstractmethod
    def digests(self, trials: Sequence[str]) -> dict[str, str | None]:
        """Return the hash of the record of each of these trials that the database holds."""

    @abstractmethod
    def replace(self, table: Table, rows: Sequence[Row], owners: Sequence[str]) -> None:
        """Delete the owners' rows of a table and insert the new ones."""

    @abstractmethod
    def connect(self) -> None:
        """Open the database."""

    @abstractmethod
    def disconnect(self) -> None:
        """Close it; what was not committed is gone."""

    @abstractmethod
    def execute(self, statement: str) -> None:
        """Run one statement."""


def unique(table: Table, rows: Sequence[Row]) -> list[Row]:
    """Return the rows with the last of each key only."""
    places = [table.names.index(name) for name in table.key]
    return list({tuple(row[i] for i in places): row for row in rows}.values())


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
