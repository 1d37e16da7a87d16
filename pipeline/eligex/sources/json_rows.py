"""JSON objects that are rows: flat, their keys named like the columns of an export."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..types import Failure, Trial
from .base import Blob, RawRecord, RecordError, read_each, reader
from .building import TrialBuilder
from .json_records import json_records, parse
from .rows import column_parts, is_trial_table, row_trial
from .shape import string

FORMAT = "json-rows"
_KEY = re.compile(r'[{,]\s*"([^"\\]{1,60})"\s*:\s*["\d]')


@reader(FORMAT)
class JsonRows:
    """Reader of flat JSON, one object a trial."""

    def sniff(self, blob: Blob) -> int:
        """Look for an id and a text among the keys that hold texts."""
        if not blob.head_text().lstrip().startswith(("{", "[")):
            return 0
        return 40 if is_trial_table(column_parts(_KEY.findall(blob.head_text()))) else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure an object."""
        return read_each(blob.uri, json_records(blob), lambda record: _trial(blob.uri, record))


def _trial(uri: str, record: RawRecord) -> Trial:
    row = parse(record.raw)
    parts = column_parts(row)
    if not is_trial_table(parts):
        raise RecordError("bad-shape", "no id and text among the keys")
    return row_trial(
        TrialBuilder(FORMAT, uri, record.raw), {part: [string(row, key)] for key, part in parts.items()}, split=True
    )
