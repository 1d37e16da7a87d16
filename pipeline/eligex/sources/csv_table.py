"""CSV with a header row: exports of ClinicalTrials.gov and WHO ICTRP, and users' own tables."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from ..types import Failure, Trial
from .base import MAX_TEXT, Blob, RawRecord, RecordError, read_each, reader
from .building import TrialBuilder
from .rows import column_parts, is_trial_table, row_trial

FORMAT = "csv"
_DELIMITERS = ",\t;|"
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")


@reader(FORMAT)
class CsvTable:
    """Reader of tables of trials; ``columns`` (column to part) says what is where when the names do not."""

    def __init__(self, columns: Mapping[str, str] | None = None) -> None:
        self._columns = columns

    def sniff(self, blob: Blob) -> int:
        """Look for an id and a text among the columns."""
        header = _header(blob)
        return 70 if is_trial_table(column_parts(header, self._columns)) else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure a row."""
        header = _header(blob)
        parts = column_parts(header, self._columns)
        if not is_trial_table(parts):
            raise RecordError("bad-columns", f"no id and text among the columns {', '.join(header)[:200]}")
        rows = _Rows(blob, header, parts)
        yield from read_each(blob, rows.records(), rows.trial)


class _Rows:
    """The rows of one file, each as bytes for its digest and as values by part."""

    def __init__(self, blob: Blob, header: list[str], parts: Mapping[str, str]) -> None:
        self._uri = blob.uri
        self._header = header
        self._parts = parts
        text = io.TextIOWrapper(blob.stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
        self._reader = csv.reader(text, delimiter=_delimiter(blob))
        self._cells: list[str] = []

    def records(self) -> Iterator[RawRecord]:
        """Yield the rows below the header."""
        csv.field_size_limit(MAX_TEXT)  # the module's own bound, 128 KiB, is below the longest criteria
        next(self._reader)
        number = 0
        while True:
            error = None
            try:
                self._cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as problem:
                error = RecordError("bad-csv", str(problem))
            if error or self._cells:
                number += 1
                raw = "\x1f".join(self._cells).encode("utf-8", "surrogateescape")
                yield RawRecord(number, raw, error or self._problem())

    def _problem(self) -> RecordError | None:
        if len(self._cells) != len(self._header):
            return RecordError("bad-csv", f"{len(self._cells)} cells where the header has {len(self._header)}")
        if any(_ESCAPED_BYTE.search(cell) for cell in self._cells):
            return RecordError("bad-utf8", "the row is not UTF-8")
        return None

    def trial(self, record: RawRecord) -> Trial:
        """Return the trial of the row last read."""
        cells = zip(self._header, self._cells, strict=True)
        values = {self._parts[column]: [cell] for column, cell in cells if column in self._parts}
        return row_trial(TrialBuilder(FORMAT, self._uri, record.raw), values, split=True)


def _header(blob: Blob) -> list[str]:
    rows = csv.reader(io.StringIO(blob.head_text(), newline=""), delimiter=_delimiter(blob))
    try:
        return [cell.strip() for cell in next(rows, [])]
    except csv.Error:
        return []


def _delimiter(blob: Blob) -> str:
    first = blob.head_text().split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)
