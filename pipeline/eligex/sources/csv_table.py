"""CSV: exports of ClinicalTrials.gov and WHO ICTRP, and users' own tables."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..types import Failure, Trial
from .base import MAX_TEXT, Blob, RawRecord, RecordError, read_each, reader
from .building import TrialBuilder
from .ictrp_export import export_columns, is_headless, not_export_order, unquoted
from .rows import column_parts, is_trial_table, row_trial

FORMAT = "csv"
_DELIMITERS = ",\t;|"
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a file writes its rows; ``names`` are empty where the order of its columns is unknown."""

    names: list[str]
    parts: Mapping[str, str]
    delimiter: str
    headed: bool


@reader(FORMAT)
class CsvTable:
    """Reader of tables of trials; ``columns`` (column to part) says what is where when the names do not."""

    def __init__(self, columns: Mapping[str, str] | None = None) -> None:
        self._columns = columns

    def sniff(self, blob: Blob) -> int:
        """Look for an id and a text among the columns, or for rows of an export without a header."""
        layout = self._layout(blob)
        return 70 if is_trial_table(layout.parts) or not layout.headed else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure a row."""
        layout = self._layout(blob)
        if not layout.names:
            raise RecordError("bad-columns", f"no header line, and {not_export_order(_whole_rows(blob)[0])}")
        if not is_trial_table(layout.parts):
            raise RecordError("bad-columns", f"no id and text among the columns {', '.join(layout.names)[:200]}")
        rows = _Rows(blob, layout)
        yield from read_each(blob.uri, rows.records(), rows.trial)

    def _layout(self, blob: Blob) -> _Layout:
        """Take the first line as the header, unless it is a row of an export that has none."""
        delimiter = _delimiter(blob)
        names = [cell.strip() for cell in next(_head_rows(blob, delimiter), [])]
        parts = column_parts(names, self._columns)
        if self._columns or is_trial_table(parts) or not is_headless(next(_head_rows(blob, ","), [])):
            return _Layout(names, parts, delimiter, headed=True)
        names = export_columns(_whole_rows(blob))
        return _Layout(names, column_parts(names), ",", headed=False)


class _Rows:
    """The rows of one file, each as bytes for its digest and as values by part."""

    def __init__(self, blob: Blob, layout: _Layout) -> None:
        self._uri = blob.uri
        self._layout = layout
        text = io.TextIOWrapper(blob.stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
        self._reader = csv.reader(text, delimiter=layout.delimiter)
        self._cells: list[str] = []

    def records(self) -> Iterator[RawRecord]:
        """Yield the rows, but for the header."""
        csv.field_size_limit(MAX_TEXT)  # the module's own bound, 128 KiB, is below the longest criteria
        if self._layout.headed:
            next(self._reader)
        number = 0
        while True:
            error = None
            try:
                cells = next(self._reader)
                self._cells = cells if self._layout.headed else unquoted(cells)
            except StopIteration:
                return
            except csv.Error as problem:
                error = RecordError("bad-csv", str(problem))
            if error or self._cells:
                number += 1
                raw = "\x1f".join(self._cells).encode("utf-8", "surrogateescape")
                yield RawRecord(number, raw, error or self._problem())

    def _problem(self) -> RecordError | None:
        if len(self._cells) != len(self._layout.names):
            return RecordError("bad-csv", f"{len(self._cells)} cells in a table of {len(self._layout.names)} columns")
        if any(_ESCAPED_BYTE.search(cell) for cell in self._cells):
            return RecordError("bad-utf8", "the row is not UTF-8")
        return None

    def trial(self, record: RawRecord) -> Trial:
        """Return the trial of the row last read."""
        cells = zip(self._layout.names, self._cells, strict=True)
        values = {self._layout.parts[column]: [cell] for column, cell in cells if column in self._layout.parts}
        return row_trial(TrialBuilder(FORMAT, self._uri, record.raw), values, split=True)


def _head_rows(blob: Blob, delimiter: str) -> Iterator[list[str]]:
    """Yield the rows at the start of the file; the last may be cut off."""
    try:
        yield from csv.reader(io.StringIO(blob.head_text(), newline=""), delimiter=delimiter)
    except csv.Error:  # a cell that is too long: the rows before it will do
        return


def _whole_rows(blob: Blob) -> list[list[str]]:
    """Return the rows at the start of an export, without one that may be cut off."""
    rows = [unquoted(row) for row in _head_rows(blob, ",")]
    return rows[:-1] if len(rows) > 1 else rows


def _delimiter(blob: Blob) -> str:
    first = blob.head_text().split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)
