"""``consent.v1``: requirements of kind ``consent``."""

from __future__ import annotations

from ..entities import EntityExtractor
from ..registry import extractors


@extractors("consent.v1")
def create_consent() -> EntityExtractor:
    """Create the extractor."""
    return EntityExtractor("consent")
