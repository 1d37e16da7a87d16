"""``duckdb:out.duckdb``: an analytical database in one file (extra ``duckdb``)."""

from __future__ import annotations

from collections.abc import Sequence

from ..extras import need
from ..rows import Row
from ..tables import Table
from .arrow import arrow_table
from .sql import SqlSink


class DuckdbSink(SqlSink):
    """Writes the flat tables into a DuckDB file; rows are loaded through Arrow."""

    types = {"text": "VARCHAR", "integer": "BIGINT", "float": "DOUBLE", "boolean": "BOOLEAN", "json": "JSON"}  # noqa: RUF012

    def errors(self) -> tuple[type[Exception], ...]:
        """Return DuckDB's exceptions."""
        return (need("duckdb", "duckdb").Error,)

    def connect(self) -> None:
        """Open or create the file."""
        self._connection = need("duckdb", "duckdb").connect(self._target)

    def disconnect(self) -> None:
        """Close the file; an open transaction rolls back."""
        self._connection.close()

    def execute(self, statement: str) -> None:
        """Run one statement."""
        self._connection.execute(statement)

    def exists(self, table: str) -> bool:
        """Look into the catalogue."""
        found = self._connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table])
        return found.fetchone() is not None

    def version(self) -> int:
        """Read the version."""
        return int(self._connection.execute("SELECT version FROM eligex_schema").fetchone()[0])

    def digests(self, trials: Sequence[str]) -> dict[str, str | None]:
        """Look the trials up."""
        query = "SELECT trial_id, record_sha256 FROM trials WHERE trial_id IN (SELECT unnest(?))"
        return dict(self._connection.execute(query, [list(trials)]).fetchall()) if trials else {}

    def replace(self, table: Table, rows: Sequence[Row], owners: Sequence[str]) -> None:
        """Delete the owners' rows of a table and insert the new ones.

        An upsert does the insert: DuckDB checks a key against rows deleted in the same transaction.
        """
        owner = table.key[0]
        if owners:
            self._connection.execute(f"DELETE FROM {table.name} WHERE {owner} IN (SELECT unnest(?))", [list(owners)])
        if rows:
            self._connection.register("incoming", arrow_table(table, rows))
            names = ", ".join(table.names)
            self._connection.execute(f"INSERT OR REPLACE INTO {table.name} ({names}) SELECT {names} FROM incoming")
            self._connection.unregister("incoming")
