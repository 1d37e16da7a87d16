"""``eligex_document``: extractors that read the whole trial (named criteria sets, drugs, mechanisms)."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ..document import state_of, units_of, view_of
from ..unit import DocumentExtractor


class ExtractDocument:
    """Fills ``findings`` of the state; offsets count in the document."""

    def __init__(self, extractors: dict[str, DocumentExtractor]) -> None:
        self.extractors = extractors

    def __call__(self, doc: Doc) -> Doc:
        state = state_of(doc)
        view = view_of(state, units_of(state))
        for name, extractor in self.extractors.items():
            for finding in extractor(view):
                finding.setdefault("extractor", name)
                state["findings"].append(finding)
        return doc


@Language.factory("eligex_document", default_config={"extractors": {}})
def document_factory(nlp: Language, name: str, extractors: dict) -> ExtractDocument:  # type: ignore[type-arg]
    """Create the component from ``[components.eligex_document.extractors]``."""
    return ExtractDocument(extractors)
