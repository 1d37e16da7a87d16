"""What the drug tables know of a drug phrase: its name, its class and what the class does."""

from __future__ import annotations

from functools import cache, lru_cache

from ..drugs.knowledge import DrugClass, load_knowledge

_CACHE = 16384
_LONGEST = 6


class DrugNamer:
    """Resolves drug phrases; the answers are remembered in a bounded cache."""

    def __init__(self) -> None:
        self._knowledge = load_knowledge()
        self.fields = lru_cache(_CACHE)(self._fields)

    def _fields(self, phrase: str) -> dict[str, str]:
        """Return ``name``, ``class`` and ``mechanism`` of a phrase, as far as the tables know them.

        Modifiers before the name are passed over ("prior rituximab"); the longest known rest counts.
        """
        words = phrase.split()
        for start in range(max(0, len(words) - _LONGEST), len(words)):
            rest = " ".join(words[start:])
            if drug := self._knowledge.drug(rest):
                classes = self._knowledge.classes_of(drug)
                return {"name": drug.name} | ({"class": classes[0].name} if classes else {})
            if found := self._knowledge.drug_class(rest):
                return {"class": found.name} | _mechanism(found)
        return {}


def _mechanism(found: DrugClass) -> dict[str, str]:
    said = [f"{known.action} of {known.target.symbol or known.target.name}" for known in found.mechanisms]
    return {"mechanism": "; ".join(said)} if said else {}


@cache
def drug_namer() -> DrugNamer:
    """Return the namer over the drug tables, built once."""
    return DrugNamer()
