"""Cut XML into records without reading it whole, and parse each by itself.

Each record is parsed alone, without the document's prolog: declarations of entities never take effect, and one broken
record costs that record alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .base import MAX_RECORD_BYTES, Blob, RawRecord, RecordError
from .streams import to_utf8

_CHUNK = 1 << 18
_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_PROLOG = r"<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>"
_PROLOG_AND_ROOT = re.compile(rf"\s*(?:(?:{_PROLOG})\s*){{0,20}}<([\w:.-]+)", re.DOTALL)
_PREFIX = re.compile(r"""</?([A-Za-z][\w.-]{0,40}):|\s([A-Za-z][\w.-]{0,40}):[\w.-]+\s*=\s*["']""")
_DECLARATIONS = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>\[]*\[)")


def root_tag(blob: Blob) -> str:
    """Return the name of the document's first element, "" when the content is no XML."""
    match = _PROLOG_AND_ROOT.match(blob.head_text())
    return match[1] if match else ""


def xml_records(blob: Blob, tag: str) -> Iterator[RawRecord]:
    """Yield the elements of a name as bytes; raise RecordError for a document that declares entities."""
    if _DECLARATIONS.search(blob.head):
        raise RecordError("unsafe-xml", "the document declares XML entities; refused")
    stream = blob.stream
    encoding = _ENCODING.match(blob.head)
    if encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        _, stream = _known_encoding(blob, encoding[1].decode())
    yield from _cut(iter(lambda: stream.read(_CHUNK), b""), tag.encode())


def _known_encoding(blob: Blob, name: str) -> tuple[bytes, BinaryIO]:
    if name.lower().startswith("utf-16"):  # the byte-order mark has been followed already
        return blob.head, blob.stream
    try:
        return to_utf8(blob.head, blob.stream, name)
    except LookupError as error:
        raise RecordError("bad-encoding", f"unknown encoding {name!r}") from error


def _cut(chunks: Iterator[bytes], tag: bytes) -> Iterator[RawRecord]:
    opening = re.compile(rb"<" + re.escape(tag) + rb"(?=[\s>])")
    closing = re.compile(rb"</" + re.escape(tag) + rb"\s*>")
    numbers = count(1)
    buffer = b""
    for chunk in chunks:
        buffer += chunk
        while (start := opening.search(buffer)) and (end := closing.search(buffer, start.end())):
            yield from _pieces(buffer[start.start() : end.end()], opening, numbers)
            buffer = buffer[end.end() :]
        if not start:
            buffer = buffer[-len(tag) - 1 :]
        elif len(buffer) > MAX_RECORD_BYTES:
            error = RecordError("too-large", f"more than {MAX_RECORD_BYTES} bytes in one record")
            yield RawRecord(next(numbers), b"", error)
            buffer = b""
    if start := opening.search(buffer):
        error = RecordError("bad-xml", f"no end of <{tag.decode()}>")
        yield RawRecord(next(numbers), buffer[start.start() :], error)


def _pieces(raw: bytes, opening: re.Pattern[bytes], numbers: Iterator[int]) -> Iterator[RawRecord]:
    """Yield a record; one that lost its closing tag shows the next one's opening tag, and ends there."""
    starts = [match.start() for match in opening.finditer(raw)]
    for start, end in zip(starts, [*starts[1:], len(raw)], strict=True):
        yield RawRecord(next(numbers), raw[start:end])


def parse(record: RawRecord) -> Element:
    """Return a record's element; raise RecordError that says where it breaks."""
    try:
        raw = record.raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RecordError("bad-utf8", f"byte 0x{record.raw[error.start]:02x} at offset {error.start}") from error
    try:
        return _element(raw)
    except (ParseError, DefusedXmlException, RecursionError) as error:
        raise RecordError("bad-xml", str(error) or type(error).__name__) from error


def _element(raw: str) -> Element:
    """Parse a record; name-space prefixes that the document's root declared are declared anew."""
    prefixes = sorted({tag or attribute for tag, attribute in _PREFIX.findall(raw)} - {"xml", "xmlns"})
    if not prefixes:
        return fromstring(raw)
    declared = " ".join(f'xmlns:{prefix}="urn:{prefix}"' for prefix in prefixes)
    return fromstring(f"<root {declared}>{raw}</root>")[0]


def text_at(element: Element, path: str) -> str:
    """Return the text content at a path below an element, "" when there is none."""
    found = element.find(path)
    return "" if found is None else "".join(found.itertext())


def texts_at(element: Element, path: str) -> list[str]:
    """Return the text contents of all elements at a path."""
    return ["".join(found.itertext()) for found in element.findall(path)]
