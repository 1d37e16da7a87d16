"""Eligibility text to sections and single criteria with labels, nesting and exact spans."""

from __future__ import annotations

from .build import segment
from .model import Criterion, Heading, Segmentation, SegmentWarning

__all__ = ["Criterion", "Heading", "SegmentWarning", "Segmentation", "segment"]
