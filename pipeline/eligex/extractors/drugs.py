"""``drugs.v1``: every drug the record names, with its role, classes and make-up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..drugs.knowledge import Drug, load_knowledge
from ..drugs.layer import drug_layer
from ..drugs.makeup import makeup_of
from ..drugs.recognise import DrugMention
from ..drugs.roles import role_of
from ..registry import extractors
from ..unit import DocumentView, Finding, Passage


class DrugExtractor:
    """Yields one finding a mention."""

    version = "1"

    def __call__(self, view: DocumentView) -> Iterator[Finding]:
        """Yield a ``drug_mention`` for every drug that is certain by its name."""
        for passage, mentions in zip(view.passages, view.layer("drugs", drug_layer), strict=True):
            for mention in mentions:
                if mention.certain:
                    yield mention_finding(view, passage, mention)


def mention_finding(view: DocumentView, passage: Passage, mention: DrugMention) -> Finding:
    """Return the finding of one mention, offsets in the document."""
    makeup = makeup_of(passage.text, mention)
    modality = mention.drug.modality if mention.drug else mention.stem.modality if mention.stem else ""
    classes = dict.fromkeys(_classes(mention))
    if modality:
        classes.setdefault(modality.replace("_", " "))
    if makeup.kind:
        classes.setdefault(makeup.kind)
    return {
        "kind": "drug_mention",
        "start": passage.start + mention.start,
        "end": passage.start + mention.end,
        "text": mention.text,
        "name": mention.name,
        "role": role_of(view, passage, mention.start, mention.text),
        "classes": list(classes),
        "modality": modality or None,
        "composition": makeup.composition,
    }


def _classes(mention: DrugMention) -> tuple[str, ...]:
    if mention.drug:
        return _classes_of(mention.drug)
    return (mention.stem.name,) if mention.stem else ()


@cache
def _classes_of(drug: Drug) -> tuple[str, ...]:
    return tuple(entry.name for entry in load_knowledge().classes_of(drug))


@extractors("drugs.v1")
def create_drugs() -> DrugExtractor:
    """Create the extractor."""
    return DrugExtractor()
