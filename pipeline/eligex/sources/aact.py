"""AACT pipe-delimited dump: one zip of tables, joined by ``nct_id``.

The tables are not in one order and do not fit in memory, so they are joined in a temporary SQLite database.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..lexicons.loader import read_table
from ..lexicons.rows.sources import AactRow
from ..types import Failure, Trial
from .base import MAX_TEXT, Blob, RawRecord, RecordError, read_each, reader
from .building import TrialBuilder
from .rows import row_trial

FORMAT = "aact"
_KEY = "nct_id"
_NEEDED = ("studies", "eligibilities")
_RUNNING = frozenset({"eligibility", "summary", "description"})
# "~5 mg" means about; "Criteria:~~* ..." are line ends.
_TILDES = re.compile(r"~~|:~|~\s*[-*•]")


@reader(FORMAT)
class Aact:
    """Reader of the flat-file export of the AACT database."""

    def sniff(self, blob: Blob) -> int:
        """Look for the tables that every export holds."""
        return 100 if blob.path and is_aact(blob.path) else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure a study."""
        if blob.path is None:
            raise RecordError("not-a-file", "an AACT export is read from its zip file only")
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(blob.path) as archive:
            database = sqlite3.connect(Path(folder) / "aact.sqlite")
            try:
                _load(archive, database)
                joined = _Joined(blob.uri, database)
                yield from read_each(blob, joined.records(), joined.trial)
            finally:
                database.close()


def is_aact(path: Path) -> bool:
    """Tell whether a file is a zip with AACT's tables."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        names = {Path(name).name for name in archive.namelist()}
    return all(f"{table}.txt" in names for table in _NEEDED)


@cache
def _columns() -> dict[str, dict[str, str]]:
    """Return column by part by table."""
    found: dict[str, dict[str, str]] = {}
    for row in read_table("sources_aact.csv", AactRow):
        found.setdefault(row.table, {})[row.part] = row.column
    return found


def _load(archive: zipfile.ZipFile, database: sqlite3.Connection) -> None:
    """Copy the columns that trials are made of; texts come as UTF-8 bytes, so that a bad one costs one record."""
    database.execute("pragma journal_mode=off")
    database.execute("pragma synchronous=off")
    database.execute("create table part (nct_id text, part text, value text, line integer)")
    files = {Path(name).stem: name for name in archive.namelist() if name.endswith(".txt")}
    for table, columns in _columns().items():
        if table in files:
            with archive.open(files[table]) as member:
                text = io.TextIOWrapper(member, encoding="utf-8", errors="surrogateescape", newline="")
                _insert(database, _cells(text, table, columns))
    database.execute("create index by_id on part (nct_id, line)")


def _cells(text: io.TextIOWrapper, table: str, columns: dict[str, str]) -> Iterator[tuple[str, str, bytes, int]]:
    csv.field_size_limit(MAX_TEXT)
    rows = csv.DictReader(text, delimiter="|")
    missing = {_KEY, *columns.values()} - set(rows.fieldnames or ())
    if missing:
        raise RecordError("bad-columns", f"{table}.txt has no column {', '.join(sorted(missing))}")
    for number, row in enumerate(rows):
        for part, column in columns.items():
            if row[column]:
                yield row[_KEY], part, row[column].encode("utf-8", "surrogateescape"), number


def _insert(database: sqlite3.Connection, cells: Iterator[tuple[str, str, bytes, int]]) -> None:
    database.executemany("insert into part values (?, ?, ?, ?)", cells)
    database.commit()


class _Joined:
    """The studies of the loaded tables, in the order of their ids."""

    def __init__(self, uri: str, database: sqlite3.Connection) -> None:
        self._uri = uri
        self._database = database
        self._values: dict[str, list[str]] = {}

    def records(self) -> Iterator[RawRecord]:
        """Yield each study's cells as bytes, and keep them as values."""
        studies = self._database.execute("select distinct nct_id from part where part = 'id' order by nct_id")
        for number, (trial_id,) in enumerate(studies, start=1):
            query = "select part, value from part where nct_id = ? order by part, line"
            cells: list[tuple[str, bytes]] = self._database.execute(query, (trial_id,)).fetchall()
            raw = b"\x1f".join(value for _, value in cells)
            try:
                self._values = {}
                for part, value in cells:
                    self._values.setdefault(part, []).append(_text(part, value.decode("utf-8")))
            except UnicodeDecodeError as error:
                problem = RecordError("bad-utf8", f"{part}: byte 0x{value[error.start]:02x} is not UTF-8", trial_id)
                yield RawRecord(number, raw, problem)
            else:
                yield RawRecord(number, raw)

    def trial(self, record: RawRecord) -> Trial:
        """Return the trial of the study last read."""
        return row_trial(TrialBuilder(FORMAT, self._uri, record.raw), self._values, split=False)


def _text(part: str, value: str) -> str:
    """Return a text with its line ends: older exports write ``~`` for each, so that a row stays one line."""
    tilded = part in _RUNNING and "\n" not in value and _TILDES.search(value)
    return value.replace("~", "\n") if tilded else value
