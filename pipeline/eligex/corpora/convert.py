"""A fold to spaCy's training format."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans

from ..errors import InputError
from .reading import Document, read_corpus


def convert(folder: Path, corpus: str, output: Path) -> tuple[int, int]:
    """Write a fold as a ``.spacy`` file, a Doc a text with the corpus's entities; return how many Docs and entities.

    Tokens are those of ``eligex.BorderTokenizer.v1``; an entity that begins or ends inside a token is widened to it.
    Raises InputError where the folder holds no annotated texts.
    """
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "eligex.BorderTokenizer.v1"}}})
    docs = [_doc(nlp.make_doc(document.text), document) for document in read_corpus(folder, corpus)]
    if not docs:
        raise InputError(f"{folder}: holds no .ann files; write the folds first: eligex corpus prepare")
    output.parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=docs, store_user_data=True).to_disk(output)
    return len(docs), sum(len(doc.ents) for doc in docs)


def _doc(doc: Doc, document: Document) -> Doc:
    spans = [doc.char_span(start, end, label, alignment_mode="expand") for label, start, end in document.entities]
    doc.ents = filter_spans([span for span in spans if span is not None])
    doc.user_data["name"] = document.name
    return doc
