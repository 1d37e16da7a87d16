"""``language.v1``: requirements of kind ``language``."""

from __future__ import annotations

from ..entities import EntityExtractor
from ..registry import extractors


@extractors("language.v1")
def create_language() -> EntityExtractor:
    """Create the extractor."""
    return EntityExtractor("language")
