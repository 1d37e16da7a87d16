"""AACT pipe-delimited dump: one zip of tables, joined by ``nct_id``.

The tables are not in one order and do not fit in memory, so they are joined in a temporary SQLite database.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from ..types import Failure, Trial
from .aact_study import FORMAT, KEY, NEEDED, Cells, columns_by_table, study_trials
from .base import MAX_RECORD_BYTES, Blob, RecordError, reader
from .streams import check_archive


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
            check_archive(archive, blob.path.stat().st_size)
            database = sqlite3.connect(Path(folder) / "aact.sqlite")
            try:
                _load(archive, database)
                yield from study_trials(blob.uri, _studies(database))
            finally:
                database.close()


def is_aact(path: Path) -> bool:
    """Tell whether a file is a zip with AACT's tables."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        names = {Path(name).name for name in archive.namelist()}
    return all(f"{table}.txt" in names for table in NEEDED)


def _load(archive: zipfile.ZipFile, database: sqlite3.Connection) -> None:
    """Copy the columns that trials are made of; texts come as UTF-8 bytes, so that a bad one costs one record."""
    database.execute("pragma journal_mode=off")
    database.execute("pragma synchronous=off")
    database.execute("create table part (nct_id text, part text, value text, line integer)")
    files = {Path(name).stem: name for name in archive.namelist() if name.endswith(".txt")}
    for table, columns in columns_by_table().items():
        if table in files:
            with archive.open(files[table]) as member:
                text = io.TextIOWrapper(member, encoding="utf-8", errors="surrogateescape", newline="")
                _insert(database, _cells(text, table, columns))
    database.execute("create index by_id on part (nct_id, line)")


def _cells(text: io.TextIOWrapper, table: str, columns: dict[str, str]) -> Iterator[tuple[str, str, bytes, int]]:
    csv.field_size_limit(MAX_RECORD_BYTES)  # more than a trial may hold: that one study fails, not the table
    rows = csv.DictReader(text, delimiter="|")
    missing = {KEY, *columns.values()} - set(rows.fieldnames or ())
    if missing:
        raise RecordError("bad-columns", f"{table}.txt has no column {', '.join(sorted(missing))}")
    try:
        for number, row in enumerate(rows):
            for part, column in columns.items():
                if row[column]:
                    yield row[KEY], part, row[column].encode("utf-8", "surrogateescape"), number
    except csv.Error as error:
        raise RecordError("bad-csv", f"{table}.txt: {error}") from error


def _insert(database: sqlite3.Connection, cells: Iterator[tuple[str, str, bytes, int]]) -> None:
    database.executemany("insert into part values (?, ?, ?, ?)", cells)
    database.commit()


def _studies(database: sqlite3.Connection) -> Iterator[tuple[str, Cells]]:
    """Yield each study's id and cells, in the order of the ids."""
    for (trial_id,) in database.execute("select distinct nct_id from part where part = 'id' order by nct_id"):
        query = "select part, value from part where nct_id = ? order by part, line"
        yield trial_id, database.execute(query, (trial_id,)).fetchall()
