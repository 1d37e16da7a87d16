"""Lint the tables behind mechanism extraction."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..lexicons.check import lint
from ..lexicons.loader import read_table
from ..lexicons.rows.mechanisms import ActionRow, DrugShapeRow, TargetSpellingRow, WordRow

_ACTIONS, _WORDS = "mechanism_actions.csv", "mechanism_words.csv"
_SPELLINGS, _SHAPES = "mechanism_spellings.csv", "drug_shapes.csv"


@lint("mechanisms")
def lint_mechanisms() -> list[str]:
    """Return what is wrong: forms or categories named twice, capitals, patterns that miss their example."""
    return [*_forms(), *_categories(), *_spellings(), *_shapes()]


def _forms() -> Iterator[str]:
    seen: dict[tuple[str, str, tuple[str, ...]], int] = {}
    for row in read_table(_ACTIONS, ActionRow):
        for form in row.forms:
            first = seen.setdefault((form, row.role, row.prepositions), row.line)
            if first != row.line:
                yield f"{_ACTIONS}:{row.line}: {form!r} stands in line {first} already"
            if form != form.lower():
                yield f"{_ACTIONS}:{row.line}: {form!r} has capitals, but words are looked up in small letters"


def _categories() -> Iterator[str]:
    seen: dict[str, int] = {}
    for row in read_table(_WORDS, WordRow):
        first = seen.setdefault(row.category, row.line)
        if first != row.line:
            yield f"{_WORDS}:{row.line}: category {row.category!r} stands in line {first} already"
        for word in sorted({word for word in row.words if row.words.count(word) > 1 or word != word.lower()}):
            yield f"{_WORDS}:{row.line}: {word!r} stands twice or has capitals"


def _spellings() -> Iterator[str]:
    for row in read_table(_SPELLINGS, TargetSpellingRow):
        if row.written == row.meant or row.written != row.written.lower():
            yield f"{_SPELLINGS}:{row.line}: {row.written!r} changes nothing or has capitals"


def _shapes() -> Iterator[str]:
    for row in read_table(_SHAPES, DrugShapeRow):
        try:
            found = re.search(row.pattern, f"took {row.example} daily")
        except re.error as error:
            yield f"{_SHAPES}:{row.line}: pattern: {error}"
            continue
        if found is None:
            yield f"{_SHAPES}:{row.line}: the pattern misses its example {row.example!r}"
