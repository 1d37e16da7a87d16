"""``eligex_segment``: eligibility text to sections and criteria."""

from __future__ import annotations

from collections import Counter
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ..document import ELIGIBILITY_ROLES, state_of
from ..segment import Segmentation, segment
from ..segment.model import Section

_DEFAULT_SECTION: dict[str, Section] = {"eligibility_inclusion": "inclusion", "eligibility_exclusion": "exclusion"}


class Segmenter:
    """Fills ``criteria``, ``headings`` and ``warnings`` of the state, and ``doc.spans["criteria"]``."""

    def __call__(self, doc: Doc) -> Doc:
        state = state_of(doc)
        numbers: Counter[str] = Counter()
        for passage in state["passages"]:
            if passage["role"] in ELIGIBILITY_ROLES:
                found = segment(passage["text"], default=_DEFAULT_SECTION.get(passage["role"]))
                _place(state, found, passage["start"], numbers)
        spans = [
            doc.char_span(c["start"], c["end"], label=c["section"], alignment_mode="expand") for c in state["criteria"]
        ]
        doc.spans["criteria"] = [span for span in spans if span is not None]
        return doc


def _place(state: dict[str, Any], found: Segmentation, offset: int, numbers: Counter[str]) -> None:
    """Move a passage's segmentation into the document; ids go on counting over several passages."""
    ids: dict[str, str] = {}
    for item in found.criteria:
        letter = item.id[0]
        numbers[letter] += 1
        ids[item.id] = f"{letter}{numbers[letter]}"
        state["criteria"].append(
            {
                "id": ids[item.id],
                "section": item.section,
                "parent": ids.get(item.parent) if item.parent else None,
                "level": item.level,
                "label": item.label,
                "start": item.start + offset,
                "end": item.end + offset,
                "full_start": item.full_start + offset,
                "heading": item.heading,
                "logic_hint": item.logic_hint,
                "text": item.text,
            }
        )
    for heading in found.headings:
        start, end = heading.start + offset, heading.end + offset
        state["headings"].append({"text": heading.text, "section": heading.section, "start": start, "end": end})
    for warning in found.warnings:
        entry: dict[str, Any] = {"code": warning.code, "message": warning.message}
        if warning.start is not None and warning.end is not None:
            entry |= {"start": warning.start + offset, "end": warning.end + offset}
        state["warnings"].append(entry)


@Language.factory("eligex_segment")
def segment_factory(nlp: Language, name: str) -> Segmenter:
    """Create the segmenting component."""
    return Segmenter()
