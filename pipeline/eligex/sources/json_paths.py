"""JSON of registers, read by paths: CTIS, ISRCTN, DRKS, and ClinicalTrials.gov's legacy XML as ctrdata converts it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

from .. import registry
from ..lexicons.loader import read_table
from ..lexicons.rows.sources import PathRow
from ..types import Failure, Trial
from .base import Blob, RawRecord, RecordError, read_each
from .building import TrialBuilder
from .json_records import json_records, parse
from .rows import row_trial

_STEP = re.compile(r"(?P<key>[^\[]+)(?:\[(?P<name>\w+)=(?P<value>\w+)\])?")
_ISRCTN = re.compile(r"\d{8}")


@cache
def _paths(format: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in read_table("sources_paths.csv", PathRow):
        if row.format == format:
            found.setdefault(row.part, []).append(row.path)
    return found


class JsonPaths:
    """Reader of one of the formats in ``sources_paths.csv``."""

    def __init__(self, format: str) -> None:
        self._format = format
        marks = "|".join(re.escape(key) for key in _paths(format)["mark"])
        self._mark = re.compile(rf'"(?:{marks})"\s*:')

    def sniff(self, blob: Blob) -> int:
        """Look for a key that only this format has."""
        head = blob.head_text()
        return 60 if head.lstrip().startswith(("{", "[")) and self._mark.search(head) else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield one trial or failure an object."""
        return read_each(blob.uri, json_records(blob), partial(self._trial, blob.uri))

    def _trial(self, uri: str, record: RawRecord) -> Trial:
        return path_trial(TrialBuilder(self._format, uri, record.raw), self._format, parse(record.raw))


def path_trial(build: TrialBuilder, format: str, root: Mapping[str, Any]) -> Trial:
    """Return the trial of a document by the paths of a format; raise RecordError when none leads to an id."""
    values = {part: _first_found(root, paths) for part, paths in _paths(format).items() if part != "mark"}
    for part in ("other_ids", "interventions"):
        values[part] = [text for path in _paths(format).get(part, []) for text in follow(root, path)]
    if not any(values["id"]):
        raise RecordError("no-id", f"no trial id where {format} has it")
    values["id"] = [f"ISRCTN{value}" if _ISRCTN.fullmatch(value) else value for value in values["id"]]
    return row_trial(build, values, split=False)


def _first_found(root: Mapping[str, Any], paths: list[str]) -> list[str]:
    return next((texts for texts in (follow(root, path) for path in paths) if any(texts)), [])


def follow(root: Mapping[str, Any], path: str) -> list[str]:
    """Return the texts at the end of a path."""
    nodes: list[Any] = [root]
    steps = path.split(".")
    for step in steps:
        match = _STEP.fullmatch(step)
        if step == "+" or match is None:
            return [joined for node in nodes if isinstance(node, Mapping) and (joined := _joined(node))]
        nodes = [found for node in nodes if isinstance(node, Mapping) for found in _listed(node.get(match["key"]))]
        if match["name"]:
            nodes = [node for node in nodes if _holds(node, match["name"], match["value"])]
    return [text for node in nodes for text in _texts(node)]


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _holds(node: Any, name: str, value: str) -> bool:
    if not isinstance(node, Mapping):
        return False
    return node.get(name) == value or any(_holds(inner, name, value) for inner in node.values())


def _texts(node: Any) -> list[str]:
    if isinstance(node, (str, int, float)):
        return [str(node)]
    if isinstance(node, Mapping):  # an XML element with attributes: its text stands under one of these keys
        return [str(node[key]) for key in ("#text", "value") if isinstance(node.get(key), (str, int, float))]
    return []


def _joined(node: Mapping[str, Any]) -> str:
    """Return amount and unit, in this order; "" for a unit alone, which says that there is no limit."""
    amounts = [str(value) for value in node.values() if isinstance(value, (int, float))]
    words = [value for value in node.values() if isinstance(value, str)]
    return " ".join([*amounts, *words]) if amounts else ""


for _format in ("ctis-json", "isrctn-json", "drks-json", "ctgov-xml-json"):
    registry.sources.register(_format, func=partial(JsonPaths, _format))
