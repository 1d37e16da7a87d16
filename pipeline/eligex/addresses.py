"""Addresses of PostgreSQL databases: told from paths, and named without what is secret in them."""

from __future__ import annotations

import re

_SCHEMES = ("postgresql://", "postgres://")
_PASSWORD = re.compile(r"(?<=://)([^:@/]*):.*@")
_SECRET_OPTION = re.compile(r"(?<=[?&])(?:ssl)?password=[^&]*&?")


def is_address(item: object) -> bool:
    """Tell whether an input or a target is the address of a PostgreSQL database."""
    return str(item).startswith(_SCHEMES)


def without_password(item: str) -> str:
    """Return an address as it may be shown and kept; anything else as it is."""
    if not is_address(item):
        return item
    return _SECRET_OPTION.sub("", _PASSWORD.sub(r"\1@", item)).rstrip("?&")
