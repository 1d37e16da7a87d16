"""``volunteers.v1``: whether healthy volunteers may take part, as the text says."""

from __future__ import annotations

from collections.abc import Iterator

from ..lexicons.cues import cues
from ..registry import extractors
from ..unit import Finding, Unit

# An exclusion that only speaks of volunteers in passing refuses none.
_PASSING = 15


class VolunteersExtractor:
    """Yields a finding of kind ``healthy_volunteers`` for each mention that admits or refuses them."""

    version = "1"

    def __call__(self, unit: Unit) -> Iterator[Finding]:
        """Yield the mentions of one criterion."""
        if unit.section == "other":
            return
        for start, end, _ in cues("cues_volunteers.csv", unit.text):
            if unit.section == "exclusion" and len(unit.text) - (end - start) > _PASSING:
                continue
            yield {"kind": "healthy_volunteers", "start": start, "end": end, "text": unit.text[start:end]}


@extractors("volunteers.v1")
def create_volunteers() -> VolunteersExtractor:
    """Create the extractor."""
    return VolunteersExtractor()
