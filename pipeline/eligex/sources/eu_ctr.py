"""EU Clinical Trials Register text download: many records of coded lines ("E.3 Principal inclusion criteria: ...")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from ..lexicons.loader import read_table
from ..lexicons.rows.sources import AgeGroupRow
from ..types import Failure, Trial
from .base import MAX_RECORD_BYTES, Blob, RawRecord, RecordError, decode, read_each, reader
from .building import TrialBuilder
from .rows import row_trial

FORMAT = "eu-ctr"
_START = re.compile(rb"^Summary\s*$", re.MULTILINE)
_SIGN = re.compile(r"^EudraCT Number: *\d{4}-\d{6}-\d\d", re.MULTILINE)
# "E.3 Principal inclusion criteria (es): text"; names of the summary's lines have no code.
_ITEM = re.compile(
    r"^(?:(?P<code>[A-Z](?:\.\d+)+)[ \t]+[^\n:]{2,200}?|(?P<name>EudraCT Number|Link|Trial Status|Clinical Trial Type))"
    r"(?: \((?P<language>[a-z]{2})\))?[ \t]*:[ \t]*",
    re.MULTILINE,
)
_NEXT = re.compile(r"^[A-Z]\.\d+(?:\.\d+)*[ \t]", re.MULTILINE)
_COUNTRY = re.compile(r"/([A-Z0-9]{2,3})/?\s*\Z")
_PHASES = {"E.7.1": "phase 1", "E.7.2": "phase 2", "E.7.3": "phase 3", "E.7.4": "phase 4"}
_PARTS = {
    "title": ("A.3.1", "A.3"),
    "official_title": ("A.3",),
    "summary": ("E.2.1",),
    "conditions": ("E.1.1",),
    "inclusion": ("E.3",),
    "exclusion": ("E.4",),
    "sponsor": ("B.1.1",),
    "volunteers": ("F.3.1",),
    "enrollment": ("F.4.2.2", "F.4.2.1", "F.4.1"),
    "status": ("Trial Status",),
    "type": ("Clinical Trial Type",),
}
_SEXES = (("Female", "F.2.1"), ("Male", "F.2.2"))
_EVERY = {"interventions": ("D.3.1", "D.3.8", "D.2.1.1.1"), "other_ids": ("A.4.1", "A.5.1", "A.5.2", "A.5.3", "A.5.4")}

Items = dict[str, list[str]]
"""Values by code, English before other languages."""


@reader(FORMAT)
class EuCtr:
    """Reader of the register's text download."""

    def sniff(self, blob: Blob) -> int:
        """Look for a EudraCT number on a line of its own label."""
        return 85 if _SIGN.search(blob.head_text()) else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure a member state's protocol."""
        return read_each(blob.uri, _records(blob), lambda record: _trial(blob.uri, record))


def _records(blob: Blob) -> Iterator[RawRecord]:
    """Cut at the "Summary" lines; what stands above the first is the download's own preface."""
    number, waiting = 0, b""
    while chunk := blob.stream.read(1 << 20):
        waiting += chunk
        starts = [match.start() for match in _START.finditer(waiting)]
        for start, end in pairwise(starts):
            number += 1
            yield RawRecord(number, waiting[start:end])
        waiting = waiting[starts[-1] :] if starts else waiting
        if len(waiting) > MAX_RECORD_BYTES:
            raise RecordError("too-large", f"more than {MAX_RECORD_BYTES} bytes in one record")
    if waiting.strip():
        yield RawRecord(number + 1, waiting)


def _trial(uri: str, record: RawRecord) -> Trial:
    return items_trial(TrialBuilder(FORMAT, uri, record.raw), _items(decode(record.raw)))


def items_trial(build: TrialBuilder, items: Items) -> Trial:
    """Return the trial of a protocol's items."""
    values = {part: _first(items, codes) for part, codes in _PARTS.items()}
    values |= {part: [text for code in codes for text in items.get(code, [])] for part, codes in _EVERY.items()}
    values["id"] = [_identifier(items)]
    values["phase"] = [name for code, name in _PHASES.items() if _yes(items, code)]
    values["sex"] = ["".join(f"{sex}: {(items.get(code) or [''])[0]} " for sex, code in _SEXES)]
    values["min_age"], values["max_age"] = _ages(items)
    return row_trial(build, values, split=False)


def _items(text: str) -> Items:
    found: Items = {}
    foreign: Items = {}
    for match in _ITEM.finditer(text):
        end = _NEXT.search(text, match.end())
        value = text[match.end() : end.start() if end else len(text)].strip()
        if match["name"]:
            value = value.split("\n", 1)[0]
        if value:
            target = foreign if match["language"] not in (None, "en") else found
            target.setdefault(match["code"] or match["name"], []).append(value)
    return {**foreign, **found}


def _first(items: Items, codes: tuple[str, ...]) -> list[str]:
    return next((items[code][:1] for code in codes if code in items), [])


def _yes(items: Items, code: str) -> bool:
    return items.get(code, [""])[0].lower() == "yes"


def _identifier(items: Items) -> str:
    """Return the EudraCT number with the member state, for each state's protocol is a record of its own."""
    number = items.get("EudraCT Number", [""])[0]
    country = _COUNTRY.search(items.get("Link", [""])[0])
    return f"{number}-{country[1]}" if number and country else number


@cache
def _groups() -> tuple[AgeGroupRow, ...]:
    return read_table("sources_eu_groups.csv", AgeGroupRow)


def _ages(items: Items) -> tuple[list[str], list[str]]:
    """Return the limits of the age groups that are ticked."""
    ticked = [group for group in _groups() if _yes(items, group.code)]
    return ([ticked[0].min], [ticked[-1].max]) if ticked else ([], [])
