"""``eligex_link``: the concept of each condition, drug and procedure, from a built vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc

from ..document import state_of
from ..unit import Finding
from ..vocab.place import AUTOMATIC, chosen_folder

if TYPE_CHECKING:
    from ..link.concepts import Concept
    from ..link.linker import Linker

_KINDS = frozenset({"condition", "drug", "procedure"})
_DOCUMENT_KINDS = {"drug_mention": "drug", "study_condition": "condition"}
_ENTITY_KINDS = {"Condition": "condition", "Drug": "drug", "Procedure": "procedure", "Measurement": "measurement"}


class Link:
    """Adds ``concept`` to findings and entities, and ``concepts`` of the registry's conditions to the state.

    Without a vocabulary it leaves the Doc as it is.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._linker: Linker | None = None

    @property
    def linker(self) -> Linker | None:
        """The linker, loaded on first use; None without a vocabulary. Raises ConfigError where it is not one."""
        if self._linker is None and self._folder is not None:
            from ..link.linker import Linker

            self._linker = Linker.load(self._folder)
        return self._linker

    @property
    def vocabulary(self) -> str | None:
        """What provenance says of the vocabulary."""
        return self.linker.kb.label if self.linker else None

    def __call__(self, doc: Doc) -> Doc:
        linker = self.linker
        if linker is None:
            return doc
        state = state_of(doc)
        short = state["abbreviations"]
        for kind, mention, text in _mentions(state):
            _link(linker, kind, mention, text, short)
        links = {text: linker.link(text, "condition", short) for text in state["conditions"]}
        state["concepts"] = {text: _as_dict(link.concept) for text, link in links.items() if link}
        return doc


def _mentions(state: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield (kind, finding or entity, its text)."""
    for finding in state["findings"]:
        if finding["kind"] in _DOCUMENT_KINDS:
            yield _DOCUMENT_KINDS[finding["kind"]], finding, finding["text"]
    for item in state["criteria"]:
        for finding in item.get("findings", ()):
            yield from _with_exceptions(finding)
        for entity in item.get("entities", ()):
            if entity["label"] in _ENTITY_KINDS:
                text = item["text"][entity["start"] - item["start"] : entity["end"] - item["start"]]
                yield _ENTITY_KINDS[entity["label"]], entity, " ".join(text.split())


def _with_exceptions(finding: Finding) -> Iterator[tuple[str, Finding, str]]:
    if finding["kind"] in _KINDS:
        yield finding["kind"], finding, finding["text"]
    for inner in finding.get("exception", ()):
        yield from _with_exceptions(inner)


def _link(linker: Linker, kind: str, mention: dict[str, Any], text: str, short: Mapping[str, str]) -> None:
    """Set the concept of a mention, by its words or else by the name the drug table gave it."""
    link = linker.link(text, kind, short)
    if link is None and kind == "drug" and mention.get("name"):
        link = linker.link(mention["name"], kind)
    if link is not None:
        mention["concept"] = _as_dict(link.concept)


def _as_dict(concept: Concept) -> dict[str, str]:
    return {"id": concept.id, "name": concept.name, "vocabulary": concept.vocabulary}


@Language.factory("eligex_link", default_config={"vocabulary": AUTOMATIC})
def link_factory(nlp: Language, name: str, vocabulary: str) -> Link:
    """Create the component; ``vocabulary`` is a folder, ``auto`` for the default one if it is built, or ``none``."""
    return Link(chosen_folder(vocabulary))
