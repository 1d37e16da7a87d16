"""Find the reader of each input and read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from .. import registry
from ..addresses import is_address
from ..errors import InputError
from ..types import Failure, Trial
from .aact_database import read_database
from .aact_study import FORMAT as AACT
from .base import Blob, Reader, RecordError, failure
from .opening import BROKEN, blobs, check_paths, unreadable
from .rows import column_parts


@cache
def _readers() -> dict[str, Reader]:
    registry.import_rooms("eligex.sources")
    return {name: make() for name, make in sorted(registry.sources.get_all().items())}


def format_names() -> list[str]:
    """Return the names that ``format`` can take."""
    return list(_readers())


def open_trials(
    inputs: Sequence[str | Path], format: str | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Trial | Failure]:
    """Yield a trial or a failure for every record of the inputs, in order.

    An input is a file, folder or archive, ``-`` (standard input) or the address of an AACT database, ``postgresql://…``.
    ``columns`` tells what the columns of a table of one's own hold: ``{"crit": "eligibility", "no": "id"}``.
    Raises InputError at once when a path does not exist or ``format`` is unknown. Memory does not grow with the input.
    """
    if format is not None and format not in _readers():
        raise InputError(f"unknown format {format!r}; known are {', '.join(format_names())}")
    paths = [item for item in inputs if not is_address(item)]
    check_paths(paths)
    if format not in {None, AACT} and len(paths) < len(inputs):
        raise InputError(f"a database is read as {AACT!r}, not as {format!r}")
    readers = _readers() | _tables(columns) if columns else _readers()
    return (item for source in inputs for item in _items(source, format, readers))


def _items(source: str | Path, format: str | None, readers: Mapping[str, Reader]) -> Iterator[Trial | Failure]:
    if is_address(source):
        return read_database(str(source))
    return (item for blob in blobs(source) for item in _read(blob, format, readers))


def _tables(columns: Mapping[str, str]) -> dict[str, Reader]:
    column_parts(columns, columns)
    return {name: registry.sources.get(name)(columns) for name in ("csv", "parquet", "xlsx")}


def _read(blob: Blob | Failure, format: str | None, readers: Mapping[str, Reader]) -> Iterator[Trial | Failure]:
    if isinstance(blob, Failure):
        yield blob
        return
    try:
        reader = readers[format] if format else _detect(blob, readers)
        item = None
        for item in reader.read(blob):
            yield item
        if item is None:
            raise RecordError("empty", "the file holds no record")
    except BROKEN as error:
        yield failure(blob.uri, unreadable(error))


def _detect(blob: Blob, readers: Mapping[str, Reader]) -> Reader:
    scores = {name: reader.sniff(blob) for name, reader in readers.items()}
    best = max(scores, key=lambda name: scores[name])
    if not scores[best]:
        raise RecordError("unknown-format", "no reader knows this content; name its format with --format")
    return readers[best]
