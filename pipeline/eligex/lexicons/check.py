"""Lint every rule table: schema, then each room's own checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import catalogue

from ..errors import LexiconError
from ..registry import import_rooms

Lint = Callable[[], list[str]]

lints = catalogue.create("eligex", "lints")
"""Checks by name; each returns messages of the form ``file:line: what is wrong``."""


def check_all() -> Iterator[tuple[str, list[str]]]:
    """Yield (check, messages) for every registered check; a broken table is a message, not a crash."""
    import_rooms("eligex.lexicons.rows", "eligex.link", "eligex.extractors", "eligex.sources")
    for name, lint in sorted(lints.get_all().items()):
        try:
            yield name, lint()
        except LexiconError as error:
            yield name, [str(error)]
