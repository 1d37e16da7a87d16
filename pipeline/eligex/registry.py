"""The catalogues that a configuration names things from.

Extractors are found by the modules of ``eligex.extractors``; an outside package adds its own through the entry-point
groups ``eligex_extractors`` and ``eligex_sources``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import catalogue
from spacy.util import registry

# spaCy resolves "@extractors" in its configs through its own registry, so ours hangs there; the entry points are ours.
if not hasattr(registry, "extractors"):
    setattr(registry, "extractors", catalogue.create("eligex", "extractors", entry_points=True))  # noqa: B010

sources = catalogue.create("eligex", "sources", entry_points=True)
"""Readers by format name."""


def extractors(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register an extractor factory; its typed arguments are its configuration."""
    return registry.extractors(name)  # type: ignore[attr-defined, no-any-return]


def import_rooms(*packages: str) -> None:
    """Import every module of the given packages, so that what they register is there."""
    for package in packages:
        room = importlib.import_module(package)
        for module in pkgutil.iter_modules(room.__path__):
            importlib.import_module(f"{package}.{module.name}")
