"""``procedure.v1``: requirements of kind ``procedure``."""

from __future__ import annotations

from ..entities import EntityExtractor
from ..registry import extractors


@extractors("procedure.v1")
def create_procedure() -> EntityExtractor:
    """Create the extractor."""
    return EntityExtractor("procedure")
