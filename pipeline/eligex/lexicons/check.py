"""Lint every rule table: schema, then each room's own checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import catalogue

from ..errors import LexiconError
from ..registry import import_rooms

Lint = Callable[[], list[str]]

_lints = catalogue.create("eligex", "lints")


def lint(name: str) -> Callable[[Lint], Lint]:
    """Register a check, which returns messages of the form ``file:line: what is wrong``."""
    register: Callable[[Lint], Lint] = _lints.register(name)
    return register


def check_all() -> Iterator[tuple[str, list[str]]]:
    """Yield (check, messages) for every registered check; a broken table is a message, not a crash."""
    import_rooms("eligex.lexicons.rows", "eligex.link", "eligex.extractors", "eligex.sources")
    for name, check in sorted(_lints.get_all().items()):
        try:
            yield name, check()
        except LexiconError as error:
            yield name, [str(error)]
