"""EU CTR protocols as the R package ctrdata converts them: keys made of item number and name ("e3_principal_...")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..types import Failure, Trial
from .base import Blob, RawRecord, read_each, reader
from .building import TrialBuilder
from .eu_ctr import Items, items_trial
from .json_records import json_records, parse

FORMAT = "eu-ctr-json"
_SIGN = re.compile(r'"a2_eudract_number"\s*:')
_LANGUAGES = "bg|cs|da|de|el|es|et|fi|fr|hr|hu|is|it|lt|lv|nl|no|pl|pt|ro|sk|sl|sv"
_KEY = re.compile(rf"(?P<letter>[a-f])(?P<digits>\d+)_.*?(?:_(?P<language>{_LANGUAGES}))?")
_NAMES = {"x4_clinical_trial_type": "Clinical Trial Type", "x5_trial_status": "Trial Status"}


@reader(FORMAT)
class EuCtrJson:
    """Reader of ctrdata's JSON of the EU register."""

    def sniff(self, blob: Blob) -> int:
        """Look for the key of the EudraCT number."""
        return 60 if _SIGN.search(blob.head_text()) else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure a protocol."""
        return read_each(blob.uri, json_records(blob), lambda record: _trial(blob.uri, record))


def _trial(uri: str, record: RawRecord) -> Trial:
    root = parse(record.raw)
    items: Items = {}
    for key, value in _texts(root):
        items.setdefault(key, []).append(value)
    items["EudraCT Number"] = items.get("A.2", [""])
    return items_trial(TrialBuilder(FORMAT, uri, record.raw), items)


def _texts(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield item number and text of every key that has one, lists included; texts in other languages are left out."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _texts(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value, key)
    elif isinstance(node, str) and node.strip():
        match = _KEY.fullmatch(key)
        if key in _NAMES:
            yield _NAMES[key], node
        elif match and not match["language"]:
            yield ".".join((match["letter"].upper(), *match["digits"])), node
