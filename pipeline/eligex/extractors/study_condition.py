"""``study_condition.v1``: the condition under study, from the text, where the registry's own field is missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..entities.layer import entities
from ..registry import extractors
from ..unit import DocumentView, Finding, Unit

# A title names the condition best; summaries and descriptions open with it.
_ROLES = ("title", "official_title", "summary", "description")
_SHORT_FORM = re.compile(r"\s*[(\[][^)\]]*[)\]]?\s*\Z")
_OPENING = 2000
"""Characters of a passage that are read; what a study is about stands at its beginning."""


class StudyConditionExtractor:
    """Yields the most named condition of titles and descriptions; nothing when the registry names conditions."""

    version = "1"

    def __call__(self, view: DocumentView) -> Iterator[Finding]:
        """Yield at most one finding, at the condition's first mention."""
        if view.context.conditions:
            return
        mentions = [mention for role in _ROLES for mention in _mentions(view, role)]
        if not mentions:
            return
        counts = Counter(_name(mention, view) for mention in mentions)
        most = max(counts.values())
        # The first named of the most named: a text opens with its subject.
        first = next(mention for mention in mentions if counts[_name(mention, view)] == most)
        yield {"kind": "study_condition", **{key: first[key] for key in ("start", "end", "text")}}


def _mentions(view: DocumentView, role: str) -> Iterator[Finding]:
    for passage in view.passages:
        if passage.role != role:
            continue
        unit = Unit(text=passage.text[:_OPENING], start=passage.start, context=view.context)
        for finding in entities(unit):
            if finding["kind"] == "condition":
                start = finding["start"]
                text = _SHORT_FORM.sub("", unit.text[start : finding["end"]])
                yield {"start": start + passage.start, "end": start + passage.start + len(text), "text": text}


def _name(mention: Finding, view: DocumentView) -> str:
    text = " ".join(mention["text"].split())
    return view.context.abbreviations.get(text, text).lower()


@extractors("study_condition.v1")
def create_study_condition() -> StudyConditionExtractor:
    """Create the extractor."""
    return StudyConditionExtractor()
