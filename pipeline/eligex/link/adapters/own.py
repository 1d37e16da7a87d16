"""The package's own tables as vocabularies: drugs no register has yet, and analytes by their LOINC code."""

from __future__ import annotations

from ... import __version__
from ...drugs.knowledge import load_knowledge
from ...lexicons.loader import read_table
from ...lexicons.rows.numeric import AnalyteRow
from ..concepts import Concept, Vocabulary

DRUGS = "eligex"


def own_drugs() -> Vocabulary:
    """Return the drugs of the drug table with their brands and codes."""
    concepts = (
        Concept(drug.name.lower().replace(" ", "-"), drug.name, DRUGS, "drug", drug.aliases)
        for drug in load_knowledge().drugs
    )
    return Vocabulary(DRUGS, __version__, tuple(concepts))


def own_analytes() -> Vocabulary:
    """Return the analytes that have a LOINC code; the first analyte of a code names it."""
    concepts: dict[str, Concept] = {}
    for row in read_table("analytes.csv", AnalyteRow):
        if row.loinc:
            concepts.setdefault(row.loinc, Concept(row.loinc, row.name, "LOINC", "measurement", row.aliases))
    return Vocabulary("LOINC", __version__, tuple(concepts.values()))
