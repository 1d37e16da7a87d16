"""Checks of the entity tables for ``eligex check``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from ..lexicons.check import lint
from ..lexicons.loader import Row, read_table
from ..lexicons.rows.entities import (
    BoundaryRow,
    CueRow,
    HeadRow,
    ModifierRow,
    ObservationRow,
    Role,
    StrengthTermRow,
    SuffixRow,
    TermRow,
)

CUE_TABLES = (
    "cues_announcing.csv",
    "cues_beside.csv",
    "cues_condition.csv",
    "cues_joint.csv",
    "cues_nothing.csv",
    "cues_others.csv",
    "cues_substance_end.csv",
    "cues_subordinate.csv",
    "cues_taking.csv",
    "cues_turn.csv",
    "cues_context.csv",
    "cues_defining.csv",
    "cues_examples.csv",
    "cues_exception.csv",
    "cues_explaining.csv",
    "cues_leadin.csv",
    "cues_negation.csv",
    "cues_permissive.csv",
    "cues_refers.csv",
    "cues_refused.csv",
    "cues_restart.csv",
    "cues_sex.csv",
    "cues_status.csv",
    "cues_status_after.csv",
    "cues_volunteers.csv",
    "cues_withheld.csv",
    "sex_words.csv",
)


@lint("entities")
def lint_entities() -> list[str]:
    """Return what is wrong with the entity tables: words named twice, unknown roles, patterns that do not compile."""
    return [*_twice(), *_roles(), *_patterns()]


def _twice() -> Iterator[str]:
    seen: dict[tuple[str, str], Row] = {}
    for table, row, names in _named():
        for name in names:
            first = seen.setdefault((table, name), row)
            if first is not row:
                yield f"{table}:{row.line}: {name!r} stands in line {first.line} already"


def _named() -> Iterator[tuple[str, Row, tuple[str, ...]]]:
    for term in (*_rows("conditions.csv", TermRow), *_rows("devices.csv", TermRow)):
        yield term[0], term[1], (term[1].term, *term[1].aliases)
    for strong in (*_rows("procedures.csv", StrengthTermRow), *_rows("drug_phrases.csv", StrengthTermRow)):
        yield strong[0], strong[1], (strong[1].term, *strong[1].aliases)
    for observation in _rows("observations.csv", ObservationRow):
        yield observation[0], observation[1], (observation[1].term, *observation[1].aliases)
    for head in _rows("condition_heads.csv", HeadRow):
        yield head[0], head[1], (head[1].word,)
    for modifier in _rows("modifiers.csv", ModifierRow):
        yield modifier[0], modifier[1], (modifier[1].word,)
    for word in (*_rows("boundary_words.csv", BoundaryRow), *_rows("deflecting_words.csv", BoundaryRow)):
        yield word[0], word[1], (word[1].word,)
    for suffix in _rows("suffixes.csv", SuffixRow):
        yield suffix[0], suffix[1], (suffix[1].suffix,)


def _rows(table: str, model: type) -> list[tuple]:  # type: ignore[type-arg]
    return [(table, row) for row in read_table(table, model)]


def _roles() -> Iterator[str]:
    known = set(get_args(Role))
    for row in read_table("modifiers.csv", ModifierRow):
        for role in row.roles:
            if role not in known:
                yield f"modifiers.csv:{row.line}: unknown role {role!r}"


def _patterns() -> Iterator[str]:
    for table in CUE_TABLES:
        for row in read_table(table, CueRow):
            try:
                re.compile(row.pattern)
            except re.error as error:
                yield f"{table}:{row.line}: {error}"
