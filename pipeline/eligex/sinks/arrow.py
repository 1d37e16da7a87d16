"""Rows to Arrow tables, typed by the table definition (extra ``parquet``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..extras import need
from ..rows import Row
from ..tables import Table


def schema_of(table: Table) -> Any:
    """Return the Arrow schema of a table, comments as field metadata."""
    pa = need("pyarrow", "parquet")
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "float": pa.float64(),
        "boolean": pa.bool_(),
        "json": pa.string(),
    }
    fields = [pa.field(c.name, types[c.type], metadata={"comment": c.comment}) for c in table.columns]
    return pa.schema(fields, metadata={"comment": table.comment})


def arrow_table(table: Table, rows: Sequence[Row]) -> Any:
    """Return rows as an Arrow table."""
    pa = need("pyarrow", "parquet")
    schema = schema_of(table)
    columns = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
