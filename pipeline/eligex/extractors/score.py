"""Scores, stages, grades and classes."""

from __future__ import annotations

from collections.abc import Iterator

from ..numeric.layer import numeric_layer
from ..registry import extractors
from ..unit import CriterionExtractor, Finding, Unit


class ScoreExtractor:
    """Select the findings of kind ``score`` from the numeric layer of a criterion."""

    version = "1"

    def __call__(self, unit: Unit) -> Iterator[Finding]:
        """Yield the findings of one criterion."""
        return (finding for finding in numeric_layer(unit).findings if finding["kind"] == "score")


@extractors("score.v1")
def make() -> CriterionExtractor:
    """Return the extractor."""
    return ScoreExtractor()
