"""A registry page saved as HTML: the labels and values of a plain page, found in what the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..normalise import Normalised, normalise
from ..types import Failure, Trial
from .base import Blob, RawRecord, RecordError, decode, read_each, reader
from .building import TrialBuilder
from .page import sections_trial
from .page_lines import cut
from .text import name_of, whole_file

FORMAT = "html-page"
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*(?:<!doctype html|<html[\s>])", re.IGNORECASE | re.DOTALL)
# What a page holds without showing it: blanked in place, so that offsets stay.
_UNSEEN = re.compile(r"<(script|style|head|svg|noscript|template)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)


@reader(FORMAT)
class HtmlPage:
    """Reader of saved web pages."""

    def sniff(self, blob: Blob) -> int:
        """Look for the start of an HTML document."""
        return 55 if _HTML.match(blob.head_text()) else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield the one trial of the page."""
        return read_each(blob.uri, whole_file(blob), lambda record: _trial(blob, record))


class _ShownBuilder(TrialBuilder):
    """Takes regions of what the page shows and places them in its source."""

    def __init__(self, uri: str, raw: bytes, shown: Normalised) -> None:
        super().__init__(FORMAT, uri, raw)
        self._shown = shown

    def region(self, role: str, field: str, start: int, end: int) -> None:
        """Add a region by the offsets of the shown text."""
        super().region(role, field, *self._shown.span(start, end))


def _trial(blob: Blob, record: RawRecord) -> Trial:
    source = decode(record.raw)
    shown = normalise(_UNSEEN.sub(lambda match: " " * len(match.group()), source))
    sections = list(cut(shown.text))
    if all(section.key == "" for section in sections):
        raise RecordError("no-labels", "the HTML shows no label of a registry page")
    return sections_trial(_ShownBuilder(blob.uri, record.raw, shown), source, sections, name_of(blob))
