"""Where each trial's record lies in the records of a finished run, so that the next run can keep it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

NAME = "index.sqlite"

_TABLES = (
    "CREATE TABLE run (made_by TEXT NOT NULL, bytes INTEGER NOT NULL)",
    "CREATE TABLE records (trial_id TEXT, digest TEXT, start INTEGER, size INTEGER)",
    "CREATE INDEX by_trial ON records (trial_id)",
)

Entry = tuple[str, str, int]
"""Trial, digest of its input, and size of its record in bytes."""


class Index:
    """The index of a finished run; ``made_by`` is the provenance of its records. On disk, whatever their number."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        self.made_by, self._bytes = self._connection.execute("SELECT made_by, bytes FROM run").fetchone()

    @classmethod
    def open(cls, folder: Path) -> Self | None:
        """Return the index of a run's folder; None without one, or where the records are not those it was made of."""
        path, records = folder / NAME, folder / "records.jsonl"
        if not (path.exists() and records.exists()):
            return None
        index = cls(path)
        if index._bytes == records.stat().st_size:
            return index
        index.__exit__(None, None, None)
        return None

    def find(self, trial_id: str) -> dict[str, tuple[int, int]]:
        """Return the records of a trial: digest of the input to start and size in bytes; a dump may hold it twice."""
        rows = self._connection.execute("SELECT digest, start, size FROM records WHERE trial_id = ?", (trial_id,))
        return {digest: (start, size) for digest, start, size in rows}

    def ids(self) -> Iterator[str]:
        """Yield each trial once."""
        for (trial_id,) in self._connection.execute("SELECT DISTINCT trial_id FROM records ORDER BY trial_id"):
            yield trial_id

    def repeated(self) -> int:
        """Return how many records are of a trial that an earlier record is of, too."""
        (number,) = self._connection.execute("SELECT count(*) - count(DISTINCT trial_id) FROM records").fetchone()
        return int(number)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()


def write_index(path: Path, made_by: str, entries: Iterable[Entry]) -> None:
    """Write an index of records that stand one after the other in ``entries``' order."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        for statement in _TABLES:
            connection.execute(statement)
        end = 0
        for trial_id, digest, size in entries:
            connection.execute("INSERT INTO records VALUES (?, ?, ?, ?)", (trial_id, digest, end, size))
            end += size
        connection.execute("INSERT INTO run VALUES (?, ?)", (made_by, end))
        connection.execute("COMMIT")
