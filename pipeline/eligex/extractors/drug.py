"""``drug.v1``: requirements of kind ``drug``."""

from __future__ import annotations

from ..entities import EntityExtractor
from ..registry import extractors


@extractors("drug.v1")
def create_drug() -> EntityExtractor:
    """Create the extractor."""
    return EntityExtractor("drug")
