"""Rows of the tables that name conditions, drugs, procedures, devices and observations, and of their cue tables."""

from __future__ import annotations

from typing import Literal

from ..loader import Items, Row

Strength = Literal["strong", "medium", "weak", "bound", "allergy"]
"""A strong word names something alone, a medium one with any modifier, a weak one with an organ, a name or "of ...",
a bound one only with its own sort of modifier (impaired ... function, monoclonal ... antibody); ``allergy`` is strong
and names an allergy."""

Role = Literal[
    "severity",
    "activity",
    "course",
    "control",
    "certainty",
    "extent",
    "nature",
    "anatomy",
    "drug",
    "procedure",
    "defect",
    "postposed",
]


class HeadRow(Row):
    """A head word of condition names."""

    word: str
    strength: Strength


class TermRow(Row):
    """A term that names something as it stands."""

    term: str
    aliases: Items = ()


class StrengthTermRow(TermRow):
    """A term or head word with its strength."""

    strength: Strength


class ObservationRow(TermRow):
    """A phrase that opens a requirement about a person's behaviour, consent, language or pregnancy."""

    kind: Literal["observation", "consent", "language", "pregnancy", "allergy"]
    tail: Literal["phrase", "clause", "substance", "reaction", "rest"]
    """``clause``: the requirement runs to the end of the clause; ``substance``: it takes in what
    follows "to" and names an allergy alone too; ``reaction``: it counts only with what follows "to";
    ``rest``: it counts only where nothing else is read."""


class ModifierRow(Row):
    """A word that may stand before a head, and what it says of it."""

    word: str
    roles: Items


class BoundaryRow(Row):
    """A word that ends a noun phrase."""

    word: str


class SuffixRow(Row):
    """A word ending that tells a kind, with the words it does not hold for."""

    suffix: str
    kind: Literal["condition", "drug", "procedure"]
    min_length: int
    exceptions: Items = ()


class CueRow(Row):
    """A regular expression that opens a scope, and what it says of the findings inside."""

    pattern: str
    effect: str
    needs: Items = ()
    """Pieces of lower-case text of which the pattern needs one: a quick look that saves the search."""
