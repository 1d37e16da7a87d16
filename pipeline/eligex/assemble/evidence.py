"""A finding together with where it was found."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Locator
from ..numeric.standing import Setting
from ..types import Evidence
from ..unit import Finding


@dataclass(frozen=True, slots=True)
class FoundHere:
    """A finding, what stands around it, and the document offset its own offsets count from."""

    finding: Finding
    setting: Setting
    offset: int
    locator: Locator

    @property
    def section(self) -> str:
        """The section of its criterion."""
        return self.setting.section

    def evidence(self) -> tuple[Evidence, ...]:
        """Return the finding's evidence in the input's fields."""
        start, end = self.finding["start"] + self.offset, self.finding["end"] + self.offset
        return (self.locator.evidence(start, end),)
