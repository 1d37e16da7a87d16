"""``condition.v1``: requirements of kind ``condition``."""

from __future__ import annotations

from ..entities import EntityExtractor
from ..registry import extractors


@extractors("condition.v1")
def create_condition() -> EntityExtractor:
    """Create the extractor."""
    return EntityExtractor("condition")
