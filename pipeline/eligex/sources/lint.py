"""Checks of the tables that normalisation and the readers use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..lexicons.check import lint
from ..lexicons.loader import Row, read_table
from ..lexicons.rows.sources import (
    AactRow,
    AgeGroupRow,
    CharacterRow,
    ColumnRow,
    ExportColumnRow,
    OperatorCueRow,
    PageLabelRow,
    PathRow,
    RegistryRow,
    TagRow,
    ValueRow,
)


def lint_normalise() -> list[str]:
    """Return what is wrong in the tables of normalisation."""
    characters = read_table("normalise_characters.csv", CharacterRow)
    read_table("normalise_operator_cues.csv", OperatorCueRow)
    return [
        *_repeated("normalise_characters.csv", ((row, row.source) for row in characters)),
        *_repeated("normalise_tags.csv", ((row, row.tag) for row in read_table("normalise_tags.csv", TagRow))),
        *_rewritten_twice(characters),
    ]


def lint_sources() -> list[str]:
    """Return what is wrong in the tables of the readers."""
    read_table("sources_aact.csv", AactRow)
    read_table("sources_eu_groups.csv", AgeGroupRow)
    columns = read_table("sources_columns.csv", ColumnRow)
    export = read_table("sources_ictrp.csv", ExportColumnRow)
    labels = read_table("page_labels.csv", PageLabelRow)
    values = read_table("sources_values.csv", ValueRow)
    return [
        *_repeated("sources_columns.csv", ((row, row.column) for row in columns)),
        *_repeated("sources_ictrp.csv", ((row, row.column) for row in export)),
        *_repeated("page_labels.csv", ((row, row.label) for row in labels)),
        *_repeated("sources_values.csv", ((row, f"{row.kind} {row.text}") for row in values)),
        *_small_letters("page_labels.csv", ((row, row.label) for row in labels)),
        *_small_letters("sources_values.csv", ((row, row.text) for row in values)),
        *_bad_patterns(read_table("sources_registries.csv", RegistryRow)),
        *_unmarked(read_table("sources_paths.csv", PathRow)),
    ]


def _repeated(table: str, keys: Iterable[tuple[Row, str]]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for row, key in keys:
        if key in seen:
            yield f"{table}:{row.line}: {key!r} stands in line {seen[key]} already"
        seen.setdefault(key, row.line)


def _small_letters(table: str, keys: Iterable[tuple[Row, str]]) -> Iterator[str]:
    for row, key in keys:
        if key != key.lower():
            yield f"{table}:{row.line}: {key!r} never matches; write small letters"


def _rewritten_twice(rows: tuple[CharacterRow, ...]) -> Iterator[str]:
    """Yield replacements that hold a sign which another row replaces: normalising twice would differ."""
    single = {row.source for row in rows if len(row.source) == 1}
    for row in rows:
        again = single & set(row.text)
        if again:
            yield f"normalise_characters.csv:{row.line}: {row.text!r} holds {''.join(sorted(again))!r}, itself replaced"


def _bad_patterns(rows: tuple[RegistryRow, ...]) -> Iterator[str]:
    for row in rows:
        try:
            re.compile(row.pattern)
        except re.error as error:
            yield f"sources_registries.csv:{row.line}: {error}"


def _unmarked(rows: tuple[PathRow, ...]) -> Iterator[str]:
    parts: dict[str, set[str]] = {}
    for row in rows:
        parts.setdefault(row.format, set()).add(row.part)
    for format, held in parts.items():
        for part in {"mark", "id"} - held:
            yield f"sources_paths.csv:1: {format} has no {part}"


lint("normalise")(lint_normalise)
lint("sources")(lint_sources)
