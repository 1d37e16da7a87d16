"""``allergy.v1``: requirements of kind ``allergy``."""

from __future__ import annotations

from ..entities import EntityExtractor
from ..registry import extractors


@extractors("allergy.v1")
def create_allergy() -> EntityExtractor:
    """Create the extractor."""
    return EntityExtractor("allergy")
