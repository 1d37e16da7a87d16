"""Checks of the tables that numbers are read with, for ``eligex check``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..lexicons.check import lint
from ..lexicons.loader import read_table
from ..lexicons.rows.quantity import (
    AnchorRow,
    ComparatorRow,
    CueRow,
    EventRow,
    NumberWordRow,
    TimeUnitRow,
    WordListRow,
)


@lint("quantities")
def lint_quantities() -> list[str]:
    """Return what is wrong with the tables: spellings or lists named twice, words that no token can equal."""
    return [*_twice(), *_capitals()]


def _twice() -> Iterator[str]:
    for table, entries in _spellings():
        seen: dict[str, int] = {}
        for line, spelling in entries:
            first = seen.setdefault(spelling, line)
            if first != line:
                yield f"{table}:{line}: {spelling!r} stands in line {first} already"


def _spellings() -> Iterator[tuple[str, Iterable[tuple[int, str]]]]:
    yield "comparators.csv", ((row.line, row.phrase) for row in read_table("comparators.csv", ComparatorRow))
    yield "number_words.csv", ((row.line, row.phrase) for row in read_table("number_words.csv", NumberWordRow))
    yield "numeric_cues.csv", ((row.line, row.phrase) for row in read_table("numeric_cues.csv", CueRow))
    yield "numeric_words.csv", ((row.line, row.list) for row in read_table("numeric_words.csv", WordListRow))
    units = read_table("time_units.csv", TimeUnitRow)
    yield "time_units.csv", ((row.line, alias) for row in units for alias in row.aliases)
    anchors = read_table("anchors.csv", AnchorRow)
    yield "anchors.csv", ((row.line, alias) for row in anchors for alias in row.aliases)
    events = read_table("count_events.csv", EventRow)
    yield "count_events.csv", ((row.line, alias) for row in events for alias in row.aliases)


def _capitals() -> Iterator[str]:
    for row in read_table("numeric_words.csv", WordListRow):
        for word in row.words:
            if word != word.lower():
                yield f"numeric_words.csv:{row.line}: {word!r} has capitals, but tokens are lower case"
