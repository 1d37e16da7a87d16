"""``volunteers.v1``: whether healthy volunteers may take part, as the text says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..registry import extractors
from ..unit import Finding, Unit

_HEALTHY = re.compile(
    r"\b(?:healthy|normal)(?:[ ,-]+(?:adult|male|female|human|non-?smoking|young|elderly|older|and|or|control|"
    r"community|paid|asymptomatic|unrelated)){0,5}[ ,]+(?:volunteers?|controls?|subjects?|participants?|individuals?|"
    r"adults?|men|women|males?|females?|persons?|people|donors?)\b|\bhealthy as determined by\b|\bin good general health\b",
    re.I,
)


class VolunteersExtractor:
    """Yields a finding of kind ``healthy_volunteers`` for each mention that admits or refuses them."""

    version = "1"

    def __call__(self, unit: Unit) -> Iterator[Finding]:
        """Yield the mentions of one criterion."""
        if unit.section == "other":
            return
        for match in _HEALTHY.finditer(unit.text):
            yield {"kind": "healthy_volunteers", "start": match.start(), "end": match.end(), "text": match[0]}


@extractors("volunteers.v1")
def create_volunteers() -> VolunteersExtractor:
    """Create the extractor."""
    return VolunteersExtractor()
