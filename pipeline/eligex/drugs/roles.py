"""What part a drug plays in a trial, by where it is named."""

from __future__ import annotations

import re

from ..unit import DocumentView, Passage

# Words before a drug in a title or arm that make it what the trial compares with.
_AGAINST = re.compile(
    r"(?:\b(?:versus|vs\.?|compared (?:with|to)|comparison (?:with|to)|or)|-controlled[^.]{0,40})\s*$", re.I
)
_PLACEBO = re.compile(r"placebo|sham|dummy", re.I)
_INVESTIGATED = ("title", "official_title", "interventions.name", "interventions.description")
_REACH = 24


def role_of(view: DocumentView, passage: Passage, start: int, text: str) -> str:
    """Return the role of a drug named at ``start`` of a passage."""
    if _PLACEBO.search(text):
        return "comparator"
    if passage.role.startswith("eligibility"):
        unit = view.unit_at(passage.start + start)
        return "excluded" if unit and unit.section == "exclusion" else "background"
    if passage.role in _INVESTIGATED:
        against = _AGAINST.search(passage.text, max(0, start - _REACH), start)
        return "comparator" if against and passage.role != "interventions.name" else "investigational"
    return "mentioned"
