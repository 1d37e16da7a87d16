"""Checks of the tables that mentions are linked with."""

from __future__ import annotations

from collections.abc import Iterator

from ..lexicons.check import lint
from ..lexicons.loader import read_table
from ..lexicons.matcher import is_exact_case
from ..lexicons.rows.link import ConceptAliasRow, LinkSpellingRow, LinkSynonymRow, LinkWordRow
from .forms import load_forms


@lint("concept linking")
def lint_concepts() -> list[str]:
    """Return aliases that lead to two concepts, and words that the tables hold twice."""
    return [*_aliases(), *_twice()]


def _aliases() -> Iterator[str]:
    forms = load_forms()
    seen: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in read_table("concept_aliases.csv", ConceptAliasRow):
        for alias in row.aliases:
            name = alias.lstrip("=~")
            exact = alias[:1] != "~" and (alias[:1] == "=" or is_exact_case(name))
            key = (row.group, f"={name}" if exact else forms.key(forms.words(name)))
            if seen.setdefault(key, row.names) != row.names:
                yield f"concept_aliases.csv:{row.line}: '{alias}' also stands for {seen[key][0]}"


def _twice() -> Iterator[str]:
    words = ((row.line, (row.word, row.role)) for row in read_table("link_words.csv", LinkWordRow))
    spellings = ((row.line, row.written) for row in read_table("link_spellings.csv", LinkSpellingRow))
    synonyms = ((row.line, row.word) for row in read_table("link_synonyms.csv", LinkSynonymRow))
    for table, rows in (("link_words", words), ("link_spellings", spellings), ("link_synonyms", synonyms)):
        seen: set[object] = set()
        for line, value in rows:
            if value in seen:
                yield f"{table}.csv:{line}: {value} stands there twice"
            seen.add(value)
