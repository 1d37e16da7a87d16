"""``parquet:folder``: a folder of typed Parquet files for each table (extra ``parquet``)."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ..errors import OutputError
from ..extras import need
from ..rows import Row, rows_of
from ..tables import TABLES, Table
from .arrow import arrow_table, schema_of
from .base import Item

_ROWS = 4_000
"""Rows held in memory a table, and written as one row group."""
_GROUPS = 250
"""Row groups in a file."""


class ParquetSink:
    """Writes ``<folder>/<table>/part-00000.parquet`` and on, compressed with zstd.

    A folder is one load: it appears when all is written, in place of an earlier load. A trial that a dump holds twice
    is there twice. Raises OutputError for a folder that holds anything else.
    """

    def __init__(self, target: str) -> None:
        self._folder = Path(target).absolute()
        self._new = self._folder.with_name(f".{self._folder.name}.part")
        self._tables = [_TableFiles(table, self._new / table.name) for table in TABLES]

    def __enter__(self) -> Self:
        need("pyarrow.parquet", "parquet")
        others = {path.name for path in self._folder.glob("*")} - {table.name for table in TABLES}
        if others or (self._folder.exists() and not self._folder.is_dir()):
            raise OutputError(f"{self._folder} holds other files; name a new folder")
        shutil.rmtree(self._new, ignore_errors=True)
        for files in self._tables:
            files.folder.mkdir(parents=True)
        return self

    def write(self, item: Item) -> None:
        """Take one record or failure."""
        rows = rows_of(item)
        for files in self._tables:
            files.add(rows.get(files.table.name, []))

    def withdraw(self, trial_id: str) -> None:
        """Do nothing: the folder started empty."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for files in self._tables:
            files.close(keep=kind is None)
        if kind is None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._new.replace(self._folder)
        else:
            shutil.rmtree(self._new)


class _TableFiles:
    """The files of one table; there is at least one, so that an empty table has its columns."""

    def __init__(self, table: Table, folder: Path) -> None:
        self.table = table
        self.folder = folder
        self._pending: list[Row] = []
        self._writer: Any = None
        self._files = self._groups = 0

    def add(self, rows: list[Row]) -> None:
        self._pending += rows
        if len(self._pending) >= _ROWS:
            self._flush()

    def close(self, *, keep: bool) -> None:
        if keep and (self._pending or not self._files):
            self._flush()
        if self._writer:
            self._writer.close()

    def _flush(self) -> None:
        if self._writer is None or self._groups == _GROUPS:
            self._next_file()
        self._writer.write_table(arrow_table(self.table, self._pending))
        self._groups += 1
        self._pending.clear()

    def _next_file(self) -> None:
        if self._writer:
            self._writer.close()
        path = self.folder / f"part-{self._files:05d}.parquet"
        self._writer = need("pyarrow.parquet", "parquet").ParquetWriter(path, schema_of(self.table), compression="zstd")
        self._files += 1
        self._groups = 0
