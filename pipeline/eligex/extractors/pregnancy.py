"""``pregnancy.v1``: requirements of kind ``pregnancy``."""

from __future__ import annotations

from ..entities import EntityExtractor
from ..registry import extractors


@extractors("pregnancy.v1")
def create_pregnancy() -> EntityExtractor:
    """Create the extractor."""
    return EntityExtractor("pregnancy")
