"""Cut JSON into records without reading it whole: one study, an array, a wrapper object, or one study a line.

Records are cut by their braces and parsed one by one, so that one broken record costs that record alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from .base import MAX_RECORD_BYTES, Blob, RawRecord, RecordError

_CHUNK = 1 << 18
# Everything up to the next brace outside a string; possessive, so the scan never goes back.
_BRACE = re.compile(rb'(?:[^{}"]++|"(?:[^"\\]++|\\.)*+")*+([{}])', re.DOTALL)
# An object whose plain members lead to the list of studies ("totalCount", "Expression": "AREA[...]" come first).
_MEMBERS = rb'(?:\s*"[^"\\]*+"\s*:\s*(?:"(?:[^"\\]++|\\.)*+"|[^\s,{}\[\]"]++)\s*,)*'
_OUTER = rb'(?:\s*"FullStudiesResponse"\s*:\s*\{)?'
_WRAPPER = re.compile(rb"\A\s*\{" + _OUTER + _MEMBERS + rb'\s*"(?:studies|FullStudies)"\s*:\s*\[')
_SCALAR_OR_OPENING = rb'(?:"(?:[^"\\]++|\\.)*+"\s*,|[^\s,{}\[\]"]++\s*,|[{\[])'
_FIRST_KEYS = re.compile(rb'\{\s*"([^"\\]{1,80})"\s*:\s*(?:' + _SCALAR_OR_OPENING + rb'\s*"([^"\\]{1,80})"\s*:)?')
_BETWEEN = re.compile(rb"[\s,\[\]]*")
_LIST_END = re.compile(rb"[\s,]*\]")
_OVERLAP = 200
_BOM = b"\xef\xbb\xbf"


def parse(raw: bytes) -> dict[str, Any]:
    """Return the object of a record's bytes; raise RecordError that says where it breaks."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        code = "bad-utf8" if _bad_utf8(raw) else "bad-json"
        raise RecordError(code, str(error)) from error
    if not isinstance(value, dict):
        raise RecordError("bad-json", f"an object expected, not {type(value).__name__}")
    return value


def _bad_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def json_records(blob: Blob) -> Iterator[RawRecord]:
    """Yield the records of a JSON input in order."""
    head = blob.head.removeprefix(_BOM)
    wrapper = _WRAPPER.match(head)
    blob.stream.read(len(blob.head) - len(head) + (wrapper.end() if wrapper else 0))
    if not wrapper and _one_a_line(head):
        return _lines(blob.stream)
    keys = _FIRST_KEYS.search(head, wrapper.end() if wrapper else 0)
    return _Splitter(blob.stream, _opening(keys) if keys else None, wrapped=wrapper is not None).records()


def _opening(keys: re.Match[bytes]) -> re.Pattern[bytes]:
    """Return a pattern for the start of a record, which opens with the keys that the first one opens with."""
    first, second = keys.groups()
    opening = rb"\{\s*\"" + re.escape(first) + rb"\"\s*:"
    if second:
        opening += rb"\s*" + _SCALAR_OR_OPENING + rb"\s*\"" + re.escape(second) + rb"\"\s*:"
    return re.compile(rb"[}\s,]\s*(" + opening + rb")")


def _one_a_line(head: bytes) -> bool:
    lines = head.split(b"\n", 2)
    first = lines[0].strip().removeprefix(b"[").rstrip(b", \t\r")
    if len(lines) < 2 or not first.startswith(b"{"):
        return False
    try:
        return isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        return False


def _lines(stream: BinaryIO) -> Iterator[RawRecord]:
    number = 0
    while line := stream.readline(MAX_RECORD_BYTES + 1):
        record = line.strip().removeprefix(b"[").rstrip(b", \t\r\n]") if line.strip(b"[], \t\r\n") else b""
        if not record:
            continue
        number += 1
        if len(line) > MAX_RECORD_BYTES:
            yield RawRecord(number, b"", _too_large())
            _skip_line(stream)
        else:
            yield RawRecord(number, record)


def _skip_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
        pass


def _too_large() -> RecordError:
    return RecordError("too-large", f"more than {MAX_RECORD_BYTES} bytes in one record")


class _Splitter:
    """Finds the objects at the top level of a stream."""

    def __init__(self, stream: BinaryIO, opening: re.Pattern[bytes] | None, *, wrapped: bool) -> None:
        self._stream = stream
        self._wrapped = wrapped
        # A broken record hides its own end; the next one shows itself by its opening.
        self._restart = opening
        self._buffer = b""
        self._number = 0

    def records(self) -> Iterator[RawRecord]:
        """Yield the objects; text between them that is no separator is a failed record."""
        while True:
            start, end, complete = self._next_object()
            if not complete:
                yield from self._remains(start)
                if not self._buffer:
                    return
                continue
            if self._wrapped and _LIST_END.match(self._buffer, 0, start):
                return
            if _BETWEEN.fullmatch(self._buffer, 0, start):
                raw, self._buffer = self._buffer[start:end], self._buffer[end:]
                yield from self._checked(raw)
            else:
                yield self._stray()

    def _record(self, raw: bytes, error: RecordError | None = None) -> RawRecord:
        self._number += 1
        return RawRecord(self._number, raw, error)

    def _checked(self, raw: bytes) -> Iterator[RawRecord]:
        """Yield a complete record; of one that swallowed its successors, give these back to the buffer."""
        try:
            parse(raw)
        except RecordError as error:
            cut = self._restart.search(raw, 1) if self._restart and error.code == "bad-json" else None
            if cut:
                raw, self._buffer = raw[: cut.start(1)], raw[cut.start(1) :] + self._buffer
            yield self._record(raw, error)
        else:
            yield self._record(raw)

    def _remains(self, start: int) -> Iterator[RawRecord]:
        """Yield what is left when no whole object is: nothing, or a record that never ends."""
        cut = self._restart.search(self._buffer, max(start, 0) + 1) if self._restart else None
        keep = cut.start(1) if cut else len(self._buffer)
        raw, self._buffer = self._buffer[:keep], self._buffer[keep:]
        if len(raw) > MAX_RECORD_BYTES:
            yield self._record(b"", _too_large())
            self._buffer = self._buffer or self._next_start()
        elif not _BETWEEN.fullmatch(raw) and not (self._wrapped and _LIST_END.match(raw)):
            yield self._record(raw, RecordError("bad-json", "the record breaks off"))

    def _stray(self) -> RawRecord:
        """Return what belongs to no record, up to where the next one shows itself."""
        cut = self._restart.search(self._buffer) if self._restart else None
        keep = cut.start(1) if cut else len(self._buffer)
        raw, self._buffer = self._buffer[:keep], self._buffer[keep:] or self._next_start()
        return self._record(raw, RecordError("bad-json", "text that belongs to no record"))

    def _next_start(self) -> bytes:
        """Skip to where the next record shows itself; return what was read of it."""
        window = b""
        while self._restart and (chunk := self._stream.read(_CHUNK)):
            window = window[-_OVERLAP:] + chunk
            if cut := self._restart.search(window):
                return window[cut.start(1) :]
        return b""

    def _next_object(self) -> tuple[int, int, bool]:
        """Return start and end of the next object in the buffer, reading on as needed."""
        depth, start, position, chunk = 0, -1, 0, _CHUNK
        while True:
            found = _BRACE.match(self._buffer, position)
            if not found:
                if len(self._buffer) > MAX_RECORD_BYTES or not (more := self._stream.read(chunk)):
                    return start, len(self._buffer), False
                self._buffer += more
                chunk *= 2
                continue
            position = found.end()
            if found.group(1) == b"{":
                start = position - 1 if depth == 0 else start
                depth += 1
            elif depth:
                depth -= 1
                if not depth:
                    return start, position, True
