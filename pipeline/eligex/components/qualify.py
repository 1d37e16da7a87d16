"""``eligex_qualify``: negation, history, windows and exceptions onto each criterion's findings."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ..document import state_of, units_of
from ..qualify import qualify
from ..qualify.lists import hang_excepted


class Qualify:
    """Rewrites the findings of each criterion."""

    def __call__(self, doc: Doc) -> Doc:
        state = state_of(doc)
        for item, unit in zip(state["criteria"], units_of(state), strict=True):
            item["findings"] = qualify(unit, item.get("findings", []))
        hang_excepted(state["criteria"])
        return doc


@Language.factory("eligex_qualify")
def qualify_factory(nlp: Language, name: str) -> Qualify:
    """Create the qualifying component."""
    return Qualify()
