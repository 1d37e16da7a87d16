"""WHO ICTRP XML export: ``Trial`` elements whose children are named like the columns of its CSV."""

from __future__ import annotations

from collections.abc import Iterator

from ..types import Failure, Trial
from .base import Blob, RawRecord, read_each, reader
from .building import TrialBuilder
from .rows import column_parts, row_trial
from .xml_records import parse, root_tag, xml_records

FORMAT = "ictrp-xml"
_TAG = "Trial"
_ROOTS = frozenset({"Trials_downloaded_from_ICTRP", "Trials", _TAG})


@reader(FORMAT)
class IctrpXml:
    """Reader of the search portal's XML."""

    def sniff(self, blob: Blob) -> int:
        """Look at the root element."""
        return 95 if root_tag(blob) in _ROOTS else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure a Trial element."""
        return read_each(blob.uri, xml_records(blob, _TAG), lambda record: _trial(blob.uri, record))


def _trial(uri: str, record: RawRecord) -> Trial:
    cells = {cell.tag: "".join(cell.itertext()) for cell in parse(record)}
    parts = column_parts(cells)
    return row_trial(
        TrialBuilder(FORMAT, uri, record.raw), {part: [cells[column]] for column, part in parts.items()}, split=True
    )
