"""Tell the registry from a trial id."""

from __future__ import annotations

import re
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.sources import RegistryRow


@cache
def _registries() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = read_table("sources_registries.csv", RegistryRow)
    return tuple((re.compile(row.pattern, re.IGNORECASE), row.registry) for row in rows)


def registry_of(trial_id: str) -> str:
    """Return the registry that gave an id, or "unknown"."""
    return next((name for pattern, name in _registries() if pattern.fullmatch(trial_id)), "unknown")


def find_trial_id(text: str) -> str | None:
    """Return the first registry id that stands in a text."""
    found = (pattern.search(text) for pattern, _ in _registries())
    hits = [match for match in found if match]
    return min(hits, key=lambda match: match.start()).group() if hits else None
