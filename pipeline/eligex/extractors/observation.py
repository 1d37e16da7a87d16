"""``observation.v1``: requirements of kind ``observation``."""

from __future__ import annotations

from ..entities import EntityExtractor
from ..registry import extractors


@extractors("observation.v1")
def create_observation() -> EntityExtractor:
    """Create the extractor."""
    return EntityExtractor("observation")
