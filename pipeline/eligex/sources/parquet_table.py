"""Parquet tables of trials, read batch by batch; needs pyarrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from ..types import Failure, Trial
from .base import Blob, RawRecord, RecordError, read_each, reader
from .building import TrialBuilder
from .rows import column_parts, is_trial_table, row_trial

FORMAT = "parquet"
_MAGIC = b"PAR1"
_ROWS = 500


@reader(FORMAT)
class ParquetTable:
    """Reader of Parquet files; ``columns`` (column to part) says what is where when the names do not."""

    def __init__(self, columns: Mapping[str, str] | None = None) -> None:
        self._columns = columns

    def sniff(self, blob: Blob) -> int:
        """Look at the first bytes."""
        return 100 if blob.head.startswith(_MAGIC) else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure a row."""
        file = _open(blob)
        names = file.schema_arrow.names
        parts = column_parts(names, self._columns)
        if not is_trial_table(parts):
            raise RecordError("bad-columns", f"no id and text among the columns {', '.join(names)[:200]}")
        yield from read_each(blob.uri, _records(file, list(parts)), lambda record: _trial(blob.uri, record, parts))


def _open(blob: Blob) -> Any:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise RecordError("no-pyarrow", "Parquet needs pyarrow: pip install 'eligex[parquet]'") from error
    if blob.path is None:
        raise RecordError("not-a-file", "Parquet is read from a file only, neither from an archive nor standard input")
    try:
        return ParquetFile(blob.path)
    except ArrowException as error:
        raise RecordError("unreadable", str(error)) from error


def _records(file: Any, columns: list[str]) -> Iterator[RawRecord]:
    number = 0
    for batch in file.iter_batches(batch_size=_ROWS, columns=columns):
        for row in batch.to_pylist():
            number += 1
            yield RawRecord(number, orjson.dumps(row, default=str))


def _trial(uri: str, record: RawRecord, parts: Mapping[str, str]) -> Trial:
    row = orjson.loads(record.raw)
    values = {part: _texts(row[column]) for column, part in parts.items()}
    return row_trial(TrialBuilder(FORMAT, uri, record.raw), values, split=True)


def _texts(cell: Any) -> list[str]:
    cells = cell if isinstance(cell, list) else [cell]
    return [str(value) for value in cells if value is not None]
