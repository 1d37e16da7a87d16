"""Rows of the tables that mentions are linked to concepts with."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ..loader import Items, Row


class LinkSpellingRow(Row):
    """A piece of a word and the spelling that names are compared in (``haem`` and ``hem`` are the same)."""

    written: str = Field(min_length=1)
    meant: str


class LinkSynonymRow(Row):
    """Two words that make no difference in the name of a disease or operation (renal and kidney)."""

    word: str
    meant: str


class LinkWordRow(Row):
    """A word that names are compared without, or that names nothing by itself.

    ``small``: articles and prepositions, left out where the order of words does not count.
    ``passing``: words before a name that say how sure, how severe or when, beyond those of the modifier table.
    ``trailing``: words behind a drug's name that leave it the same drug (therapy, use).
    ``keeping``: words without which a phrase says another thing (non-, family, risk); a phrase keeps them.
    ``generic``: names that stand for no concept (disease, medication), or for two (a code that two firms share).
    """

    word: str
    role: Literal["small", "passing", "trailing", "keeping", "generic"]


class ConceptAliasRow(Row):
    """Names of trial texts that the vocabularies lack, and the concept name they stand for.

    Aliases follow the case rule of all tables; several ``names`` are tried in turn, as vocabularies differ in them.
    """

    group: Literal["condition", "procedure", "drug"]
    names: Items
    aliases: Items
