"""``parquet:folder``: a folder of typed Parquet files for each table (extra ``parquet``)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from ..errors import OutputError
from ..extras import need
from ..rows import Row, rows_of
from ..tables import TABLES, Table
from .arrow import arrow_table, schema_of
from .base import Item

_ROWS = 4_000
"""Rows held in memory a table; so many, or those of its largest partition, are written as one row group."""
_GROUPS = 250
"""Row groups in a file."""
_PARTITIONS = ("registry", "study_type", "status", "phase")
"""Columns of ``trials`` that may cut the tables up: those of few values."""
_NONE = "__HIVE_DEFAULT_PARTITION__"
_TRIALS = TABLES[0]


class ParquetSink:
    """Writes ``<folder>/<table>/part-00000.parquet`` and on, compressed with zstd.

    With ``?partition=registry`` behind the folder it writes ``<folder>/<table>/trial_registry=drks/part-00000.parquet``
    and so on, as Hive names partitions; failures, which need not be of a trial, stay in one.

    A folder is one load: it appears when all is written, in place of an earlier load. A trial that a dump holds twice
    is there twice. Raises OutputError for a folder that holds anything else.
    """

    def __init__(self, target: str) -> None:
        folder, _, self._partition = target.partition("?partition=")
        if self._partition and self._partition not in _PARTITIONS:
            raise OutputError(f"cannot partition by {self._partition!r}; use one of {', '.join(_PARTITIONS)}")
        self._folder = Path(folder).absolute()
        self._new = self._folder.with_name(f".{self._folder.name}.part")
        self._tables = [_TableFiles(table, self._new / table.name) for table in TABLES]

    def __enter__(self) -> Self:
        need("pyarrow.parquet", "parquet")
        others = {path.name for path in self._folder.glob("*")} - {table.name for table in TABLES}
        if others or (self._folder.exists() and not self._folder.is_dir()):
            raise OutputError(f"{self._folder} holds other files; name a new folder")
        with self._clear_errors():
            shutil.rmtree(self._new, ignore_errors=True)
            self._new.mkdir(parents=True)
        return self

    def write(self, item: Item) -> None:
        """Take one record or failure. Raises OutputError when rows cannot be written."""
        rows = rows_of(item)
        partition = self._partition_of(rows.get(_TRIALS.name, []))
        with self._clear_errors():
            for files in self._tables:
                files.add(rows.get(files.table.name, []), partition)

    def _partition_of(self, trials: list[Row]) -> str:
        """Return the folder within a table's that a trial's rows go to; "" where there is none."""
        if not self._partition or not trials:
            return ""
        value = trials[0][_TRIALS.names.index(self._partition)]
        return f"trial_{self._partition}={_NONE if value is None else quote(value, safe='')}"

    def withdraw(self, trial_id: str) -> None:
        """Do nothing: the folder started empty."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                with self._clear_errors():
                    for files in self._tables:
                        files.finish()
                    shutil.rmtree(self._folder, ignore_errors=True)
                    self._new.replace(self._folder)
        finally:
            shutil.rmtree(self._new, ignore_errors=True)

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(f"{self._folder}: cannot write: {error}") from error


class _TableFiles:
    """The files of one table; there is at least one, so that an empty table has its columns."""

    def __init__(self, table: Table, folder: Path) -> None:
        self.table = table
        self._folder = folder
        self._partitions: dict[str, _Partition] = {}
        self._held = 0

    def add(self, rows: list[Row], partition: str) -> None:
        if not rows:
            return
        self._partition(partition).rows += rows
        self._held += len(rows)
        if self._held >= _ROWS:
            largest = max(self._partitions.values(), key=lambda one: len(one.rows))
            self._held -= len(largest.rows)
            largest.flush()

    def finish(self) -> None:
        if not self._partitions:
            self._partition("").flush()
        for partition in self._partitions.values():
            partition.finish()

    def _partition(self, name: str) -> _Partition:
        if name not in self._partitions:
            self._partitions[name] = _Partition(self.table, self._folder / name)
        return self._partitions[name]


class _Partition:
    """Files in one folder: row groups fill one after the other."""

    def __init__(self, table: Table, folder: Path) -> None:
        self.rows: list[Row] = []
        self._table = table
        self._folder = folder
        self._writer: Any = None
        self._files = self._groups = 0

    def flush(self) -> None:
        if self._writer is None or self._groups == _GROUPS:
            self._next_file()
        self._writer.write_table(arrow_table(self._table, self.rows))
        self._groups += 1
        self.rows.clear()

    def finish(self) -> None:
        if self.rows:
            self.flush()
        self._writer.close()

    def _next_file(self) -> None:
        if self._writer:
            self._writer.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"part-{self._files:05d}.parquet"
        writer = need("pyarrow.parquet", "parquet").ParquetWriter
        self._writer = writer(path, schema_of(self._table), compression="zstd")
        self._files += 1
        self._groups = 0
