"""Studies of the AACT database, whichever way its tables are read: their cells, and the trial these make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.sources import AactRow
from ..types import Failure, Trial
from .base import RawRecord, RecordError, read_each
from .building import TrialBuilder
from .rows import row_trial

FORMAT = "aact"
KEY = "nct_id"
NEEDED = ("studies", "eligibilities")
"""Tables without which there are no trials; a study may lack rows in any other."""

Cells = list[tuple[str, bytes]]
"""The filled cells of one study: part and UTF-8, by part and in the order of their table."""

_RUNNING = frozenset({"eligibility", "summary", "description"})
# "~5 mg" means about; "Criteria:~~* ..." are line ends.
_TILDES = re.compile(r"~~|:~|~\s*[-*•]")


@cache
def columns_by_table() -> dict[str, dict[str, str]]:
    """Return column by part by table."""
    found: dict[str, dict[str, str]] = {}
    for row in read_table("sources_aact.csv", AactRow):
        found.setdefault(row.table, {})[row.part] = row.column
    return found


def study_trials(uri: str, studies: Iterable[tuple[str, Cells]]) -> Iterator[Trial | Failure]:
    """Yield the trial or the failure of each study, given as its id and cells."""
    reading = _Reading(uri)
    return read_each(uri, reading.records(studies), reading.trial)


class _Reading:
    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._values: dict[str, list[str]] = {}

    def records(self, studies: Iterable[tuple[str, Cells]]) -> Iterator[RawRecord]:
        """Yield each study's cells as bytes, and keep them as values."""
        for number, (trial_id, cells) in enumerate(studies, start=1):
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
