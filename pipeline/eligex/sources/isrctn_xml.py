"""ISRCTN XML: ``trial`` elements, in ``fullTrial`` and ``allTrials`` when the API serves several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from ..types import Failure, Trial
from .base import Blob, RawRecord, read_each, reader
from .building import TrialBuilder
from .json_paths import path_trial
from .xml_records import parse, root_tag, xml_records

FORMAT = "isrctn-xml"
_PATHS = "isrctn-json"
_ROOTS = frozenset({"allTrials", "fullTrial", "trial"})


@reader(FORMAT)
class IsrctnXml:
    """Reader of the XML of the ISRCTN registry's API."""

    def sniff(self, blob: Blob) -> int:
        """Look at the root element and for the registry's namespace or id."""
        return 95 if root_tag(blob) in _ROOTS and "isrctn" in blob.head_text().lower() else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure a trial element."""
        return read_each(blob.uri, xml_records(blob, "trial"), lambda record: _trial(blob.uri, record))


def _trial(uri: str, record: RawRecord) -> Trial:
    return path_trial(TrialBuilder(FORMAT, uri, record.raw), _PATHS, _tree(parse(record)))


def _tree(element: Element) -> dict[str, Any]:
    """Return an element's children by name; text where a child has no children of its own."""
    found: dict[str, list[Any]] = {}
    for child in element:
        name = child.tag.rpartition("}")[2]
        found.setdefault(name, []).append(_tree(child) if len(child) else (child.text or ""))
    return dict(found)
