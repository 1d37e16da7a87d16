"""``eligex_extract``: every criterion through every criterion extractor, in the order of the configuration."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ..document import state_of, units_of
from ..unit import CriterionExtractor, Finding, Unit

# What these kinds cover is read; entity extractors, which come later, leave it alone.
_TAKING = frozenset({"age", "measurement", "score", "count", "life_expectancy"})


class Extract:
    """Fills ``findings`` of each criterion in the state."""

    def __init__(self, extractors: dict[str, CriterionExtractor]) -> None:
        self.extractors = extractors

    def __call__(self, doc: Doc) -> Doc:
        state = state_of(doc)
        for item, unit in zip(state["criteria"], units_of(state), strict=True):
            item["findings"] = self.read(unit)
        return doc

    def read(self, unit: Unit) -> list[Finding]:
        """Return all findings of one criterion; offsets count in ``unit.text``."""
        found: list[Finding] = []
        taken: list[tuple[int, int]] = []
        unit.layers["taken"] = taken
        for name, extractor in self.extractors.items():
            for finding in extractor(unit):
                finding.setdefault("extractor", name)
                found.append(finding)
                if finding["kind"] in _TAKING:
                    taken.append((finding["start"], finding["end"]))
        return found


@Language.factory("eligex_extract", default_config={"extractors": {}})
def extract_factory(nlp: Language, name: str, extractors: dict) -> Extract:  # type: ignore[type-arg]
    """Create the component from ``[components.eligex_extract.extractors]``."""
    return Extract(extractors)
