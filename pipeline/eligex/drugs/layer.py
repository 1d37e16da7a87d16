"""Drug mentions of every passage of a trial, found once for all extractors that need them."""

from __future__ import annotations

from ..unit import DocumentView
from .interventions import intervention_names
from .recognise import DrugMention, drug_recogniser


def drug_layer(view: DocumentView) -> list[list[DrugMention]]:
    """Return the mentions of each passage, in the order of the passages."""
    recognise = drug_recogniser()
    extra = intervention_names(view)
    return [recognise(passage.text, extra) for passage in view.passages]
