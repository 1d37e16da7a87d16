"""From paths to readable blobs: files, folders, standard input, gzip, Zstandard and zip, with bounds on unpacking."""

from __future__ import annotations

import gzip
import io
import os
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from ..errors import InputError
from ..types import Failure
from .aact import is_aact
from .base import Blob, RecordError, failure
from .excel import is_workbook
from .streams import Joined, Metered, Readable, Unzstd, check_archive, to_utf8

STDIN = "-"
HEAD_BYTES = 1 << 16
_SUFFIXES = (".gz", ".zst")
_KNOWN = frozenset(
    {".json", ".jsonl", ".ndjson", ".xml", ".csv", ".tsv", ".txt", ".html", ".htm", ".parquet", ".xlsx", ".zip"}
)
_GZIP, _ZSTD, _ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
BROKEN = (RecordError, OSError, EOFError, RuntimeError, zlib.error, zstandard.ZstdError, zipfile.BadZipFile)
"""What a damaged, encrypted or hostile file raises while it is read."""


def check_paths(inputs: list[str | Path]) -> None:
    """Raise InputError at the first input that does not exist or cannot be opened."""
    for item in inputs:
        path = Path(item)
        if str(item) == STDIN:
            continue
        if not path.exists():
            raise InputError(f"{item}: no such file or folder")
        if not os.access(path, os.R_OK):
            raise InputError(f"{item}: permission denied")


def blobs(item: str | Path) -> Iterator[Blob | Failure]:
    """Yield every blob of one input; what cannot be opened is a Failure."""
    if str(item) == STDIN:
        yield from _stream_blobs(sys.stdin.buffer, STDIN, "")
    elif Path(item).is_dir():
        yield from _folder(Path(item))
    else:
        yield from _file(Path(item))


def _folder(folder: Path) -> Iterator[Blob | Failure]:
    found = False
    for root, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in names:
            if (path := Path(root) / name).is_symlink():
                yield failure(str(path), RecordError("link", "a symbolic link to a folder is not followed"))
        for name in sorted(files):
            if name.startswith("."):
                continue
            found = True
            yield from _inside(folder, Path(root) / name)
    if not found:
        yield failure(str(folder), RecordError("empty", "the folder holds no file"))


def _inside(folder: Path, path: Path) -> Iterator[Blob | Failure]:
    """Yield what a file inside a folder holds; a link that leads out of the folder is not followed."""
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        yield failure(str(path), RecordError("link", "a symbolic link that leads out of the folder is not followed"))
    elif not _known(path.name):
        yield failure(str(path), RecordError("unknown-format", "not a kind of file that holds trials"))
    else:
        yield from _file(path)


def _known(name: str) -> bool:
    return Path(_unpacked_name(name)).suffix.lower() in _KNOWN


def _unpacked_name(name: str) -> str:
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def _file(path: Path) -> Iterator[Blob | Failure]:
    try:
        with path.open("rb") as stream:
            yield from _stream_blobs(stream, str(path), path.name, path)
    except BROKEN as error:
        yield failure(str(path), unreadable(error))


def _stream_blobs(stream: BinaryIO, uri: str, name: str, path: Path | None = None) -> Iterator[Blob | Failure]:
    """Unpack by the first bytes, whatever the name says."""
    head = stream.read(HEAD_BYTES)
    joined = Joined(head, stream)
    whole = io.BufferedReader(joined, HEAD_BYTES)
    if head.startswith(_ZIP):
        if path is None:
            yield failure(uri, RecordError("nested-archive", "a zip is read from a file only; unpack it first"))
        else:
            one = is_aact(path) or is_workbook(path)
            yield from [Blob(uri, name, head, whole, path)] if one else _members(path, uri)
    elif head.startswith(_GZIP):
        yield from _unpacked(gzip.GzipFile(fileobj=whole), joined, uri, name)
    elif head.startswith(_ZSTD):
        yield from _unpacked(Unzstd(whole), joined, uri, name)
    else:
        yield from _blob(head, whole, uri, name, path)


def _unpacked(unpacker: Readable, packed: Joined, uri: str, name: str) -> Iterator[Blob | Failure]:
    stream = io.BufferedReader(Metered(unpacker, packed), HEAD_BYTES)
    head = stream.read(HEAD_BYTES)
    yield from _blob(head, io.BufferedReader(Joined(head, stream), HEAD_BYTES), uri, _unpacked_name(name))


def _members(path: Path, uri: str) -> Iterator[Blob | Failure]:
    with zipfile.ZipFile(path) as archive:
        check_archive(archive, path.stat().st_size)
        for info in archive.infolist():
            if not info.is_dir() and not info.filename.startswith("__MACOSX/"):
                yield from _member(archive, info, f"{uri}#{info.filename}")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, uri: str) -> Iterator[Blob | Failure]:
    name = Path(info.filename).name
    if not _known(name):
        yield failure(uri, RecordError("unknown-format", "not a kind of file that holds trials"))
        return
    try:
        with archive.open(info) as member:
            yield from _stream_blobs(cast("BinaryIO", member), uri, name)
    except BROKEN as error:
        yield failure(uri, unreadable(error))


def unreadable(error: Exception) -> RecordError:
    """Return what to say of a file whose bytes cannot be had."""
    return error if isinstance(error, RecordError) else RecordError("unreadable", str(error) or type(error).__name__)


def _blob(head: bytes, stream: BinaryIO, uri: str, name: str, path: Path | None = None) -> Iterator[Blob | Failure]:
    if not head.strip():
        yield failure(uri, RecordError("empty", "the file is empty"))
        return
    head, stream = to_utf8(head, stream)
    yield Blob(uri, name, head, stream, path)
