"""``device.v1``: requirements of kind ``device``."""

from __future__ import annotations

from ..entities import EntityExtractor
from ..registry import extractors


@extractors("device.v1")
def create_device() -> EntityExtractor:
    """Create the extractor."""
    return EntityExtractor("device")
