"""Walk parsed JSON of uncertain shape; what has the wrong type is an error of the record, not a crash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .base import RecordError

Json = Mapping[str, Any]


def child(node: Json, *keys: str) -> Json:
    """Return the object under a path of keys; empty when any is missing."""
    for key in keys:
        value = node.get(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise RecordError("bad-shape", f"{key}: an object expected, not {type(value).__name__}")
        node = value
    return node


def items(node: Json, key: str) -> list[Any]:
    """Return the list under a key; a single value counts as a list of one, as converted XML has it."""
    value = node.get(key)
    if value is None or value == {}:
        return []
    return value if isinstance(value, list) else [value]


def objects(node: Json, key: str) -> list[Json]:
    """Return the objects of the list under a key."""
    found = items(node, key)
    for value in found:
        if not isinstance(value, Mapping):
            raise RecordError("bad-shape", f"{key}: objects expected, not {type(value).__name__}")
    return found


def string(node: Json, key: str) -> str:
    """Return the text under a key, "" when it is missing."""
    value = node.get(key)
    if value is None:
        return ""
    if isinstance(value, (str, int, float)):
        return str(value)
    raise RecordError("bad-shape", f"{key}: text expected, not {type(value).__name__}")


def strings(node: Json, key: str) -> list[str]:
    """Return the texts of the list under a key."""
    return [string({key: value}, key) for value in items(node, key)]
