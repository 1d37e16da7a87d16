"""``postgresql://user@host/db``: a PostgreSQL database (extra ``postgres``).

Rows go by COPY into temporary tables and from there into the tables, all in one transaction. A role needs CREATE on its
schema for the first load; later TEMPORARY on the database and SELECT, INSERT, UPDATE and DELETE on the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from ..addresses import without_password
from ..extras import need
from ..rows import Row
from ..tables import TABLES, ColumnType, Table
from .sql import SqlSink

# PostgreSQL's text and jsonb cannot hold the character NUL; U+2400 is its printable stand-in.
_NUL, _NUL_SIGN, _NUL_ESCAPED = "\x00", "\u2400", "\\u0000"


class PostgresSink(SqlSink):
    """Writes the flat tables into PostgreSQL, the whole record as jsonb."""

    types = {  # noqa: RUF012
        "text": "text",
        "integer": "bigint",
        "float": "double precision",
        "boolean": "boolean",
        "json": "jsonb",
    }

    def name(self) -> str:
        """Return the address without its password."""
        return without_password(self._target)

    def errors(self) -> tuple[type[Exception], ...]:
        """Return psycopg's exceptions."""
        return (need("psycopg", "postgres").Error,)

    def connect(self) -> None:
        """Open the connection."""
        self._connection = need("psycopg", "postgres").connect(self._target, autocommit=True)

    def disconnect(self) -> None:
        """Close it; an open transaction rolls back."""
        self._connection.close()

    def execute(self, statement: str) -> None:
        """Run one statement."""
        self._connection.execute(statement)

    def exists(self, table: str) -> bool:
        """Look for the table on the search path."""
        return self._connection.execute("SELECT to_regclass(%s)", [table]).fetchone()[0] is not None

    def version(self) -> int:
        """Read the version."""
        return int(self._connection.execute("SELECT version FROM eligex_schema").fetchone()[0])

    def _prepare(self) -> None:
        super()._prepare()
        for table in TABLES:
            self.execute(f"CREATE TEMPORARY TABLE new_{table.name} (LIKE {table.name}) ON COMMIT DROP")

    def digests(self, trials: Sequence[str]) -> dict[str, str | None]:
        """Look the trials up."""
        query = "SELECT trial_id, record_sha256 FROM trials WHERE trial_id = ANY(%s)"
        return dict(self._connection.execute(query, [[name.replace(_NUL, _NUL_SIGN) for name in trials]]).fetchall())

    def replace(self, table: Table, rows: Sequence[Row], owners: Sequence[str]) -> None:
        """Delete the owners' rows of a table, copy the new ones into staging and upsert them from there."""
        if owners:
            named = [name.replace(_NUL, _NUL_SIGN) for name in owners]
            self._connection.execute(f"DELETE FROM {table.name} WHERE {table.key[0]} = ANY(%s)", [named])
        if not rows:
            return
        self.execute(f"TRUNCATE new_{table.name}")
        names = ", ".join(table.names)
        with self._connection.cursor() as cursor, cursor.copy(f"COPY new_{table.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([_storable(cell, c.type) for cell, c in zip(row, table.columns, strict=True)])
        keys = ", ".join(table.key)
        others = ", ".join(f"{name} = excluded.{name}" for name in table.names if name not in table.key)
        self.execute(
            f"INSERT INTO {table.name} ({names}) SELECT {names} FROM new_{table.name} "
            f"ON CONFLICT ({keys}) DO UPDATE SET {others}"
        )


def _storable(cell: Any, kind: ColumnType) -> Any:
    if not isinstance(cell, str):
        return cell
    if kind == "json" and _NUL_ESCAPED in cell:
        return orjson.dumps(_without_nul(orjson.loads(cell))).decode()
    return cell.replace(_NUL, _NUL_SIGN)


def _without_nul(node: Any) -> Any:
    if isinstance(node, str):
        return node.replace(_NUL, _NUL_SIGN)
    if isinstance(node, dict):
        return {key: _without_nul(value) for key, value in node.items()}
    return [_without_nul(item) for item in node] if isinstance(node, list) else node
