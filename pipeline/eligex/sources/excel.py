"""Excel workbooks: exports of WHO ICTRP and users' own tables (extra ``excel``)."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from ..types import Failure, Trial
from .base import Blob, RawRecord, RecordError, read_each, reader
from .building import TrialBuilder
from .rows import column_parts, is_trial_table, row_trial
from .streams import check_archive

FORMAT = "xlsx"
_WORKBOOK = "xl/workbook.xml"


@reader(FORMAT)
class Workbook:
    """Reader of the first sheet that is a table of trials; ``columns`` (column to part) says what its columns hold."""

    def __init__(self, columns: Mapping[str, str] | None = None) -> None:
        self._columns = columns

    def sniff(self, blob: Blob) -> int:
        """Look for what every workbook holds."""
        return 100 if blob.path and is_workbook(blob.path) else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure a row. Rows come one by one, but the texts they share are held in memory."""
        if blob.path is None:
            raise RecordError("not-a-file", "a workbook is read from its file only")
        with zipfile.ZipFile(blob.path) as archive:
            check_archive(archive, blob.path.stat().st_size)
        with _opened(blob.path) as book:
            rows = _Rows(blob.uri, *self._table(book))
            yield from read_each(blob.uri, rows.records(), rows.trial)

    def _table(self, book: Any) -> tuple[dict[int, str], Iterator[list[str]]]:
        """Return what the columns of the first table of trials hold, by place, and the rows below its header."""
        seen: list[str] = []
        for sheet in book.worksheets:
            rows = _rows_of(sheet)
            header = [cell.strip() for cell in next(rows, [])]
            parts = column_parts(header, self._columns)
            if is_trial_table(parts):
                return {header.index(column): part for column, part in parts.items()}, rows
            seen += header
        raise RecordError("bad-columns", f"no id and text among the columns {', '.join(seen)[:200]}")


class _Rows:
    """The rows of one table, each as bytes for its digest and as values by part."""

    def __init__(self, uri: str, parts: Mapping[int, str], rows: Iterator[list[str]]) -> None:
        self._uri = uri
        self._parts = parts
        self._rows = rows
        self._cells: list[str] = []

    def records(self) -> Iterator[RawRecord]:
        """Yield the rows."""
        for number, cells in enumerate(self._rows, start=1):
            self._cells = cells
            yield RawRecord(number, "\x1f".join(self._cells).encode())

    def trial(self, record: RawRecord) -> Trial:
        """Return the trial of the row last read; a row ends with its last filled cell."""
        cells = dict(enumerate(self._cells))
        values = {part: [cells.get(place, "")] for place, part in self._parts.items()}
        return row_trial(TrialBuilder(FORMAT, self._uri, record.raw), values, split=True)


def is_workbook(path: Path) -> bool:
    """Tell whether a file is an Excel workbook."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return _WORKBOOK in archive.namelist()


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a workbook; whatever is wrong with it makes it unreadable."""
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise RecordError("no-openpyxl", "Excel needs openpyxl: pip install 'eligex[excel]'") from error
    with path.open("rb") as handle:  # of ours, so that it is closed whatever happens
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of styles and extensions that no text depends on
            try:
                book = load_workbook(handle, read_only=True, data_only=True, keep_links=False)
            except Exception as error:  # openpyxl lets through whatever its parsers raise
                raise RecordError("unreadable", f"no workbook: {error}") from error
        try:
            yield book
        finally:
            book.close()


def _rows_of(sheet: Any) -> Iterator[list[str]]:
    """Yield the rows of a sheet that are not empty."""
    sheet.reset_dimensions()  # a sheet's own word on its size may be wrong, or enormous
    try:
        for row in sheet.iter_rows(values_only=True):
            cells = [_text(cell) for cell in row]
            if any(cells):
                yield cells
    except Exception as error:  # see above; what a reader of these rows raises does not come here
        raise RecordError("unreadable", f"the sheet breaks off: {error}") from error


def _text(cell: Any) -> str:
    """Return a cell as it is read in the spreadsheet."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)
