"""Byte streams over streams: a read-ahead put back, a bound on unpacking, UTF-16 as UTF-8."""

from __future__ import annotations

import codecs
import io
import zipfile
from typing import BinaryIO, Protocol

import zstandard

from .base import RecordError

_CHUNK = 1 << 16
_SLICE = 1 << 10
"""Packed bytes fed at once: the decoder unpacks a slice whole, at most some 32 MiB of a hostile one."""
MAX_RATIO = 200
"""Unpacked to packed size; registry JSON and XML compress 5 to 30 times."""
FREE_BYTES = 1 << 26
"""Below this unpacked size (64 MiB) no ratio is suspicious."""
_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))
_MARKS_16 = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Readable(Protocol):
    """Whatever gives bytes."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""


class Joined(io.RawIOBase):
    """A head that was read ahead, then the rest; ``count`` is how many bytes went out."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head = head
        self._rest = rest
        self.count = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        """Fill the target from the head, then from the rest."""
        if self._head:
            part, self._head = self._head[: len(target)], self._head[len(target) :]
        else:
            part = self._rest.read(len(target))
        target[: len(part)] = part
        self.count += len(part)
        return len(part)


class Unzstd:
    """A Zstandard stream that tells when it breaks off; frames may follow each other."""

    def __init__(self, packed: Readable) -> None:
        self._packed = packed
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._pending = self._ready = b""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes; raise EOFError at an end that is none."""
        while not self._ready:
            piece = self._pending or self._packed.read(_SLICE)
            if not piece and self._frame:
                raise EOFError("the compressed file breaks off")
            if not piece:
                return b""
            self._frame = self._frame or zstandard.ZstdDecompressor().decompressobj()
            self._ready = self._frame.decompress(piece)
            self._pending = self._frame.unused_data if self._frame.eof else b""
            self._frame = None if self._frame.eof else self._frame
        part, self._ready = self._ready[:size], self._ready[size:]
        return part


class Metered(io.RawIOBase):
    """An unpacking stream that stops when far more comes out than went in."""

    def __init__(self, unpacker: Readable, packed: Joined) -> None:
        self._unpacker = unpacker
        self._packed = packed
        self._count = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        """Fill the target; raise RecordError beyond the bound."""
        part = self._unpacker.read(len(target))
        target[: len(part)] = part
        self._count += len(part)
        check_ratio(self._count, self._packed.count)
        return len(part)


def check_ratio(unpacked: int, packed: int) -> None:
    """Raise RecordError when unpacked data is out of proportion: an archive bomb."""
    if unpacked > FREE_BYTES and unpacked > MAX_RATIO * max(packed, 1):
        raise RecordError(
            "archive-bomb", f"{packed} packed bytes unpack to {unpacked} or more; refused beyond {MAX_RATIO} times"
        )


def check_archive(archive: zipfile.ZipFile, size: int) -> None:
    """Raise RecordError when the members of a zip, by its own directory, unpack out of proportion."""
    members = archive.infolist()
    for member in members:
        check_ratio(member.file_size, member.compress_size)
    check_ratio(sum(member.file_size for member in members), size)


class _Transcoded(io.RawIOBase):
    """Text of another encoding as UTF-8 bytes."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._ready = b""
        self._encoding = encoding

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        """Fill the target with UTF-8; raise RecordError at bytes that are not of the encoding."""
        while not self._ready:
            chunk = self._stream.read(_CHUNK)
            try:
                self._ready = self._decoder.decode(chunk, final=not chunk).encode("utf-8")
            except UnicodeDecodeError as error:
                raise RecordError("bad-encoding", f"not {self._encoding}: {error.reason}") from error
            if not chunk:
                break
        part, self._ready = self._ready[: len(target)], self._ready[len(target) :]
        target[: len(part)] = part
        return len(part)


def to_utf8(head: bytes, stream: BinaryIO, encoding: str | None = None) -> tuple[bytes, BinaryIO]:
    """Return head and stream as UTF-8 where a byte-order mark, or the caller, names another encoding."""
    named = encoding or next((name for mark, name in (*_MARKS, *_MARKS_16) if head.startswith(mark)), None)
    if named is None:
        return head, stream
    converted = io.BufferedReader(_Transcoded(stream, named), _CHUNK)
    new_head = converted.read(len(head))
    return new_head, io.BufferedReader(Joined(new_head, converted), _CHUNK)
