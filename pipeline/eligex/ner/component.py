"""``eligex_ner``: entities of a trained model on ``doc.ents``, criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from ..document import KEY
from ..errors import ConfigError
from .tagger import LAYER, Tagger

_FILES = "files"


class EntityRecognizer:
    """Sets ``doc.ents``, and in an eligex document the criteria's ``entities``.

    A Doc that eligex has segmented is read by its criteria, any other by its lines. ``layer`` says whose types are
    found: ``chia``, or ``lct`` for the general entities of the Leaf Clinical Trials corpus.
    """

    def __init__(self, layer: str = LAYER) -> None:
        self.layer = layer
        self.tagger: Tagger | None = None

    def __call__(self, doc: Doc) -> Doc:
        if self.tagger is None:
            raise ConfigError("eligex_ner has no model; load a package such as en_eligex_fast")
        # A Doc is read on its own: quantised arithmetic depends on what is read together, a record must not.
        lines = _lines(doc)
        found = []
        for (_, start), entities in zip(lines, self.tagger([text for text, _ in lines]), strict=True):
            for entity in entities:
                span = doc.char_span(entity.start + start, entity.end + start, entity.label, alignment_mode="expand")
                if span is not None:
                    found.append(span)
                    _keep(doc, entity.confidence, span)
        doc.ents = filter_spans(found)
        return doc

    def initialize(self, get_examples: Any = None, *, nlp: Language | None = None, path: str | None = None) -> None:
        """Take the model files of a folder (``[initialize.components.eligex_ner]``, key ``path``)."""
        if path:
            self.tagger = Tagger.from_folder(Path(path), self.layer)

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the model's files."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for name, content in self._files().items():
            (Path(path) / name).write_bytes(content)

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> EntityRecognizer:
        """Read the model's files."""
        self.tagger = Tagger.from_folder(Path(path), self.layer)
        return self

    def to_bytes(self, exclude: Iterable[str] = ()) -> bytes:
        """Return the model as bytes."""
        import srsly

        return bytes(srsly.msgpack_dumps({_FILES: self._files()}))

    def from_bytes(self, data: bytes, exclude: Iterable[str] = ()) -> EntityRecognizer:
        """Take a model from bytes."""
        import srsly

        self.tagger = Tagger(srsly.msgpack_loads(data)[_FILES], self.layer)
        return self

    def __getstate__(self) -> tuple[str, dict[str, bytes]]:
        return self.layer, self._files()

    def __setstate__(self, state: tuple[str, dict[str, bytes]]) -> None:
        self.layer, files = state
        self.tagger = Tagger(files, self.layer) if files else None

    def _files(self) -> dict[str, bytes]:
        return self.tagger.files if self.tagger else {}


def _lines(doc: Doc) -> list[tuple[str, int]]:
    state = doc.user_data.get(KEY)
    if state and state["criteria"]:
        return [(item["text"], item["start"]) for item in state["criteria"]]
    lines, start = [], 0
    for line in doc.text.split("\n"):
        if line.strip():
            lines.append((line, start))
        start += len(line) + 1
    return lines


def _keep(doc: Doc, confidence: float, span: Span) -> None:
    """Remember an entity in its criterion; offsets count in the document."""
    state = doc.user_data.get(KEY)
    if state is None:
        return
    item = next((c for c in state["criteria"] if c["start"] <= span.start_char < c["end"]), None)
    if item is not None:
        entry = {
            "label": span.label_,
            "start": span.start_char,
            "end": span.end_char,
            "confidence": round(confidence, 3),
        }
        item.setdefault("entities", []).append(entry)


@Language.factory("eligex_ner", assigns=["doc.ents"], default_config={"layer": LAYER})
def ner_factory(nlp: Language, name: str, layer: str) -> EntityRecognizer:
    """Create the component without a model; ``from_disk`` or ``initialize`` gives it one."""
    return EntityRecognizer(layer)
