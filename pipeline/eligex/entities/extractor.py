"""One extractor class for all kinds that the entity layer finds."""

from __future__ import annotations

from collections.abc import Iterator

from ..unit import Finding, Unit
from .layer import entities


class EntityExtractor:
    """Yields the layer's findings of one kind."""

    version = "1"

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __call__(self, unit: Unit) -> Iterator[Finding]:
        """Yield the criterion's findings of this kind."""
        return (finding for finding in entities(unit) if finding["kind"] == self.kind)
