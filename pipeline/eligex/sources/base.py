"""What readers of all formats share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar, cast

from pydantic import ValidationError

from .. import registry
from ..types import Failure, Trial
from .identifiers import find_trial_id

MAX_RECORD_BYTES = 64 * 1024 * 1024
"""The largest record that is read, in bytes; results sections of real records reach some 15 MB."""
MAX_TEXT = 1_000_000
"""The most text one trial may hold, in characters; the longest real ones hold about 100,000."""

_LOOK_FOR_ID = 4096


class RecordError(Exception):
    """One record that cannot be read; the others go on."""

    def __init__(self, code: str, message: str, trial_id: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.trial_id = trial_id


@dataclass(frozen=True, slots=True)
class Blob:
    """One file or archive member: decompressed bytes, read once, and the first of them for a look ahead."""

    uri: str
    name: str
    head: bytes
    stream: BinaryIO
    path: Path | None = None

    def head_text(self) -> str:
        """Return the start of the content as text, whatever it may be."""
        return self.head.decode("utf-8-sig", "replace")


@dataclass(frozen=True, slots=True)
class RawRecord:
    """The bytes of one record, or why they could not be had."""

    number: int
    raw: bytes
    error: RecordError | None = None


class Reader(Protocol):
    """Reads one format."""

    def sniff(self, blob: Blob) -> int:
        """Return how surely the content is of this format: 0 no, 100 certain."""

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure a record."""


M = TypeVar("M", bound=Callable[[], Reader])


def reader(name: str) -> Callable[[M], M]:
    """Register a class of readers under the name of its format."""
    return cast("Callable[[M], M]", registry.sources.register(name))


def read_each(
    uri: str, records: Iterable[RawRecord], build: Callable[[RawRecord], Trial | None]
) -> Iterator[Trial | Failure]:
    """Build a trial of each record; a record that fails becomes a Failure. None stands for a record to pass over."""
    for record in records:
        try:
            if record.error:
                raise record.error
            trial = build(record)
        except RecordError as error:
            yield failure(uri, error, record)
        except ValidationError as error:
            reason = error.errors()[0]
            place = ".".join(str(part) for part in reason["loc"])
            yield failure(uri, RecordError("bad-shape", f"{place}: {reason['msg']}"), record)
        else:
            if trial is not None:
                yield trial


def failure(uri: str, error: RecordError, record: RawRecord | None = None) -> Failure:
    """Return the Failure of a record, or of a whole file."""
    return Failure(
        trial_id=error.trial_id or (_id_in(record.raw) if record else None),
        uri=uri,
        record=record.number if record else None,
        stage="read",
        error=error.code,
        message=error.message,
        sha256=sha256(record.raw) if record else None,
    )


def _id_in(raw: bytes) -> str | None:
    """Return the id that a broken record seems to have."""
    return find_trial_id(raw[:_LOOK_FOR_ID].decode("utf-8", "replace"))


def sha256(raw: bytes) -> str:
    """Return the hexadecimal digest of a record's bytes."""
    return hashlib.sha256(raw).hexdigest()


def read_all(blob: Blob) -> bytes:
    """Return the whole content; raise RecordError when it is empty or beyond MAX_RECORD_BYTES."""
    raw = blob.stream.read(MAX_RECORD_BYTES + 1)
    if len(raw) > MAX_RECORD_BYTES:
        raise RecordError("too-large", f"more than {MAX_RECORD_BYTES} bytes in one record")
    return raw


def decode(raw: bytes) -> str:
    """Return text of UTF-8 bytes without byte-order mark; raise RecordError that tells the offending byte."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordError("bad-utf8", f"not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start}") from error
