"""Extract named diagnostic, classification, staging and response criteria from the whole record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ..criteria_sets import Mention, Resolution, read_mentions, resolve
from ..criteria_sets.context import places, sentence_around
from ..criteria_sets.counts import at_least
from ..criteria_sets.patterns import patterns
from ..criteria_sets.resolve import kind_of, stated_name
from ..criteria_sets.squeeze import Squeezed
from ..registry import extractors
from ..unit import DocumentView, Finding, Passage, Unit

_ROLES = {"inclusion": "inclusion", "exclusion": "exclusion"}


class CriteriaSets:
    """Yields ``diagnostic_criteria`` findings; offsets count in the document."""

    version = "1"

    def __call__(self, view: DocumentView) -> Iterator[Finding]:
        for passage in view.passages:
            squeezed = Squeezed(passage.text)
            for mention in read_mentions(squeezed.text):
                yield from _findings(view, passage, squeezed, mention)


def _findings(view: DocumentView, passage: Passage, squeezed: Squeezed, mention: Mention) -> Iterator[Finding]:
    start, end = (offset + passage.start for offset in squeezed.span(mention.start, mention.end))
    unit = view.unit_at(start)
    text = squeezed.text
    around = places(text, mention.start, mention.named, mention.end, _wider(view, unit))
    low, high = sentence_around(text, mention.start, mention.end)
    sentence = text[low : mention.start] + " " + text[mention.end : high]
    resolution = resolve(mention, around, bool(patterns().response.search(sentence)))
    if resolution.row is None and not resolution.candidates and mention.names and not mention.framed:
        return  # a bare name that means its set only with the disease: IPSS of the prostate
    described = _described(mention, resolution, text)
    yield {
        "kind": "diagnostic_criteria",
        "start": start,
        "end": end,
        "role": _ROLES.get(unit.section, "mention") if unit else "mention",
        "at_least": None if described["set_kind"] == "grading" else at_least(text, mention.start, mention.end),
        **described,
    }


def _wider(view: DocumentView, unit: Unit | None) -> Iterator[str]:
    """Yield the texts around the sentence: criterion, what governs it, and the trial's own subject."""
    section = "inclusion"
    if unit:
        section = unit.section
        yield unit.text
        if unit.parent:
            yield unit.parent.text
        yield unit.heading
    if section != "exclusion":
        yield view.context.title
        yield " ; ".join(view.context.conditions)


def _described(mention: Mention, resolution: Resolution, text: str) -> Finding:
    """Return the fields of the set; what the text states goes before what the catalogue adds."""
    row = resolution.row
    bodies = mention.organizations
    if row and (not bodies or (mention.names and set(bodies) <= set(row.organizations))):
        bodies = row.organizations
    name = row.name if row else stated_name(mention, text, resolution.disease)
    return {
        "id": row.id if row else _slug(name),
        "name": name,
        "organizations": bodies,
        "year": mention.year or (row.year if row else None),
        "version": (row.version if row else None) or mention.version or mention.modifier,
        "disease": (row.disease if row and row.disease else None) or resolution.disease,
        "set_kind": kind_of(mention, resolution),
        "resolved": row is not None,
        "candidates": resolution.candidates,
    }


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9.]+", "-", plain).strip("-")


@extractors("criteria_sets.v1")
def criteria_sets() -> CriteriaSets:
    """Create the extractor."""
    return CriteriaSets()
