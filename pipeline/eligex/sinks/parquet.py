"""``parquet:folder``: one typed Parquet file a table (extra ``parquet``)."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ..errors import OutputError
from ..rows import Row, rows_of
from ..tables import TABLES
from .arrow import arrow_table, schema_of
from .base import Item
from .extras import need

_GROUP = 20_000
"""Rows in a row group; keeps memory flat."""


class ParquetSink:
    """Writes ``<folder>/<table>.parquet``, compressed with zstd.

    Files cannot be updated in place: a folder that holds a run is refused, and files appear only when all is written.
    """

    def __init__(self, target: str) -> None:
        self._folder = Path(target)
        self._pending: dict[str, list[Row]] = {table.name: [] for table in TABLES}
        self._writers: dict[str, Any] = {}

    def __enter__(self) -> Self:
        if any(self._folder.glob("*.parquet")):
            raise OutputError(f"{self._folder} already holds Parquet files; name an empty folder or remove them")
        self._folder.mkdir(parents=True, exist_ok=True)
        writer = need("pyarrow.parquet", "parquet").ParquetWriter
        for table in TABLES:
            self._writers[table.name] = writer(self._temporary(table.name), schema_of(table), compression="zstd")
        return self

    def write(self, item: Item) -> None:
        """Take one record or failure."""
        for name, rows in rows_of(item).items():
            self._pending[name] += rows
            if len(self._pending[name]) >= _GROUP:
                self._flush(name)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name, writer in self._writers.items():
            if kind is None:
                self._flush(name)
            writer.close()
            if kind is None:
                os.replace(self._temporary(name), self._folder / f"{name}.parquet")
            else:
                self._temporary(name).unlink()

    def _temporary(self, name: str) -> Path:
        return self._folder / f".{name}.parquet.part"

    def _flush(self, name: str) -> None:
        table = next(table for table in TABLES if table.name == name)
        if self._pending[name]:
            self._writers[name].write_table(arrow_table(table, self._pending[name]))
            self._pending[name].clear()
