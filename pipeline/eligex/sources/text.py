"""Bare eligibility text, from a file or standard input."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..types import Failure, Trial
from .base import Blob, RawRecord, RecordError, decode, read_all, read_each, reader
from .building import TrialBuilder

FORMAT = "text"
_DATA_SUFFIXES = (".json", ".jsonl", ".ndjson", ".xml", ".csv", ".tsv", ".parquet")
_DATA = re.compile(r'\s*(?:\{\s*"|\[\s*\{|<\?xml|<!DOCTYPE)')
_UNNAMED = "text"


@reader(FORMAT)
class BareText:
    """Reader of whatever is text and nothing else."""

    def sniff(self, blob: Blob) -> int:
        """Take any text that no other reader wants, unless its name or start says that it is data."""
        data = blob.name.lower().endswith(_DATA_SUFFIXES) or _DATA.match(blob.head_text())
        return 0 if data or b"\0" in blob.head else 1

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield the one trial of the file, named after it."""
        return read_each(blob.uri, whole_file(blob), lambda record: _trial(blob, record))


def whole_file(blob: Blob) -> Iterator[RawRecord]:
    """Yield the whole content as one record."""
    try:
        yield RawRecord(1, read_all(blob))
    except RecordError as error:
        yield RawRecord(1, b"", error)


def name_of(blob: Blob) -> str:
    """Return the file's name without its suffix, to serve as an id."""
    return blob.name.rpartition(".")[0] or blob.name or _UNNAMED


def trial_from_text(text: str, name: str = _UNNAMED) -> Trial:
    """Return a trial that consists of an eligibility text."""
    return _build(text, text.encode("utf-8", "surrogatepass"), name, name)


def _trial(blob: Blob, record: RawRecord) -> Trial:
    text = decode(record.raw)
    if "\0" in text:
        raise RecordError("not-text", "the file holds NUL characters: not a text file")
    return _build(text, record.raw, name_of(blob), blob.uri)


def _build(text: str, raw: bytes, name: str, uri: str) -> Trial:
    build = TrialBuilder(FORMAT, uri, raw)
    build.trial_id = name
    build.text("eligibility", text)
    return build.build()
