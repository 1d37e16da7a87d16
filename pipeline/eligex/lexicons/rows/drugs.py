"""Rows of the tables of drugs, their targets, their classes and the stems of drug names."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ..loader import Flag, Items, Row

ID = r"^[a-z0-9][a-z0-9-]*$"
SYMBOL = r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$|^C\d+orf\d+$"

TargetKind = Literal["protein", "family", "complex", "pathogen", "molecule", "cell"]
Action = Literal[
    "inhibitor",
    "antagonist",
    "blocker",
    "agonist",
    "partial_agonist",
    "inverse_agonist",
    "activator",
    "inducer",
    "modulator",
    "binder",
    "degrader",
    "antisense",
    "substrate",
    "replacement",
    "vaccine_antigen",
    "other",
]
Modality = Literal[
    "small_molecule",
    "antibody",
    "antibody_fragment",
    "bispecific_antibody",
    "antibody_drug_conjugate",
    "polyclonal_antibody",
    "radioimmunoconjugate",
    "immunotoxin",
    "fusion_protein",
    "recombinant_protein",
    "enzyme",
    "hormone",
    "peptide",
    "oligonucleotide",
    "sirna",
    "aptamer",
    "mrna",
    "cell_therapy",
    "gene_therapy",
    "vaccine",
    "radioligand",
    "plasma_product",
    "polymer",
    "microbial",
    "herbal",
    "other",
]
ClassKind = Literal["mechanism", "chemical", "therapeutic", "modality"]


class TargetRow(Row):
    """A thing a drug acts on.

    ``symbols`` are HGNC symbols, several for a family or a complex, none for what is not a human protein.
    ``context_names`` are names too short to stand alone ("C5", "AR"): they count only beside a word such as
    "inhibitor" or "anti-".
    """

    id: str = Field(pattern=ID)
    symbols: Items
    name: str = Field(min_length=3)
    synonyms: Items
    kind: TargetKind
    context_names: Items = ()


class DrugRow(Row):
    """A drug by its INN with other names, ``action:target`` pairs, class ids and modality.

    No mechanism means that none is known or that the drug has no molecular target.
    """

    name: str = Field(min_length=3)
    aliases: Items
    mechanisms: Items
    classes: Items
    modality: Modality | Literal[""]


class DrugClassRow(Row):
    """A class expression of drugs, what its members do to which targets.

    Members are the drugs that carry its id or that of a class below it (``parents`` leads upwards),
    and those of its ``modalities``.
    """

    id: str = Field(pattern=ID)
    name: str = Field(min_length=3)
    aliases: Items
    action: Action | Literal[""]
    targets: Items
    kind: ClassKind
    parents: Items = ()
    modalities: Items = ()


class StemRow(Row):
    """A stem of nonproprietary names (WHO, *The use of stems in the selection of INN*).

    A name of ``min_length`` letters or more that ends (or begins) with the stem has its action and targets.
    ``exceptions`` are words that only look so; one with a leading hyphen excepts every word that ends so.
    ``weak`` stems are common endings of ordinary words: they count only where the sentence speaks of a drug.
    """

    stem: str = Field(pattern=r"^[a-z][a-z ]{1,14}$")
    position: Literal["suffix", "prefix"]
    name: str = Field(min_length=3)
    action: Action | Literal[""]
    targets: Items
    modality: Modality | Literal[""]
    min_length: int = Field(ge=6, le=20)
    weak: Flag = False
    exceptions: Items = ()
    note: str = ""


class SpellingRow(Row):
    """A way a part of a name is written and the one the tables use ("α", "alpha")."""

    written: str = Field(min_length=1)
    meant: str = Field(min_length=1)


class SaltRow(Row):
    """A word behind a drug's name that does not change the drug: a salt, an ester's rest, a dosage form."""

    word: str = Field(min_length=2)


class DecoyRow(Row):
    """A regular expression for whole words of the shape of a drug code that name no drug ("week12", "NCT01234567")."""

    name: str
    pattern: str
    example: str
