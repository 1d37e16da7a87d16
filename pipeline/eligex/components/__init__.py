"""The spaCy components; each also works by ``nlp.add_pipe`` in somebody else's pipeline."""

from __future__ import annotations

from ..registry import import_rooms
from .abbreviations import abbreviations_factory
from .document import document_factory
from .extract import extract_factory
from .link import link_factory
from .merge import merge_factory
from .qualify import qualify_factory
from .segment import segment_factory

__all__ = [
    "abbreviations_factory",
    "document_factory",
    "extract_factory",
    "link_factory",
    "merge_factory",
    "qualify_factory",
    "segment_factory",
]

# A configuration names extractors; they must be registered before spaCy resolves it, also in a saved pipeline.
import_rooms("eligex.extractors")
