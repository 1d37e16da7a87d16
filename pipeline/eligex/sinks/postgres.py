"""``postgresql://user@host/db``: a PostgreSQL database (extra ``postgres``).

Rows go by COPY into temporary tables and from there in one transaction. The role needs CREATE on its schema once, and
later only SELECT, INSERT and DELETE on these tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..rows import Row
from ..tables import TABLES, Table
from .extras import need
from .sql import SqlSink

# PostgreSQL text cannot hold the character NUL; U+2400 is its printable stand-in.
_NUL, _NUL_SIGN = "\x00", "\u2400"


class PostgresSink(SqlSink):
    """Writes the flat tables into PostgreSQL, the whole record as jsonb."""

    types = {  # noqa: RUF012
        "text": "text",
        "integer": "bigint",
        "float": "double precision",
        "boolean": "boolean",
        "json": "jsonb",
    }

    def __init__(self, target: str) -> None:
        super().__init__()
        self._dsn = target

    def connect(self) -> None:
        """Open the connection."""
        self._connection = need("psycopg", "postgres").connect(self._dsn, autocommit=True)

    def disconnect(self) -> None:
        """Close it; an open transaction rolls back."""
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

    def create(self) -> None:
        """Create tables and their comments."""
        super().create()
        for table in TABLES:
            self.execute(f"COMMENT ON TABLE {table.name} IS {_literal(table.comment)}")
            for column in table.columns:
                self.execute(f"COMMENT ON COLUMN {table.name}.{column.name} IS {_literal(column.comment)}")

    def replace(self, table: Table, rows: Sequence[Row], owners: Sequence[Any]) -> None:
        """Delete the owners' rows of a table and copy the new ones in."""
        self._connection.execute(f"DELETE FROM {table.name} WHERE {table.key[0]} = ANY(%s)", [list(owners)])
        if not rows:
            return
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {table.name} FROM STDIN") as copy:
            for row in rows:
                copy.write_row([cell.replace(_NUL, _NUL_SIGN) if isinstance(cell, str) else cell for cell in row])


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
