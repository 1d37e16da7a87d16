"""Check the tables of drugs, targets, classes and stems against each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import get_args

from ..lexicons.check import lint
from ..lexicons.loader import read_table
from ..lexicons.rows.drugs import SYMBOL, Action, DecoyRow, DrugClassRow, DrugRow, StemRow, TargetRow

_DRUGS, _TARGETS, _CLASSES, _STEMS = "drugs.csv", "targets.csv", "drug_classes.csv", "inn_stems.csv"
_DECOYS = "drug_decoys.csv"
_SHORTEST = 3
_SYMBOL = re.compile(SYMBOL)


@lint("drugs")
def lint_drugs() -> list[str]:
    """Return what is wrong: names twice or too short, unknown targets, classes and actions, circular classes."""
    drugs, classes = read_table(_DRUGS, DrugRow), read_table(_CLASSES, DrugClassRow)
    targets, stems = read_table(_TARGETS, TargetRow), read_table(_STEMS, StemRow)
    target_ids, class_ids = {row.id for row in targets}, {row.id for row in classes}
    drug_names = [(_DRUGS, row.line, (row.name, *row.aliases)) for row in drugs]
    class_names = [(_CLASSES, row.line, (row.name, *row.aliases)) for row in classes]
    return [
        *_twice([*drug_names, *class_names]),
        *_twice([(_TARGETS, row.line, (row.name, *row.synonyms)) for row in targets]),
        *_short([*drug_names, *class_names, *((_TARGETS, row.line, row.synonyms) for row in targets)]),
        *_ids(_TARGETS, targets, lambda row: row.id),
        *_ids(_CLASSES, classes, lambda row: row.id),
        *_symbols(targets),
        *_mechanisms(drugs, target_ids),
        *_unknown(_DRUGS, "class", ((row.line, row.classes) for row in drugs), class_ids),
        *_unknown(_CLASSES, "class", ((row.line, row.parents) for row in classes), class_ids),
        *_unknown(_CLASSES, "target", ((row.line, row.targets) for row in classes), target_ids),
        *_unknown(_STEMS, "target", ((row.line, row.targets) for row in stems), target_ids),
        *_cycles({row.id: row for row in classes}),
        *_ids(_STEMS, stems, lambda row: f"{row.position} {row.stem}"),
        *_decoys(),
    ]


def _decoys() -> Iterator[str]:
    for row in read_table(_DECOYS, DecoyRow):
        if not re.fullmatch(row.pattern, row.example, re.I):
            yield f"{_DECOYS}:{row.line}: the pattern misses its example {row.example!r}"


def _twice(named: Iterable[tuple[str, int, tuple[str, ...]]]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for table, line, names in named:
        here = f"{table}:{line}"
        for name in names:
            first = seen.setdefault(name.lstrip("=~").casefold(), here)
            if first != here:
                yield f"{here}: {name!r} stands in {first} already"


def _short(named: Iterable[tuple[str, int, tuple[str, ...]]]) -> Iterator[str]:
    for table, line, names in named:
        for name in names:
            if len(name.lstrip("=~")) < _SHORTEST:
                yield f"{table}:{line}: {name!r} is too short to be found safely"


def _ids(table: str, rows: Iterable[DrugClassRow | StemRow | TargetRow], key: Callable[..., str]) -> Iterator[str]:
    lines: dict[str, int] = {}
    for row in rows:
        first = lines.setdefault(key(row), row.line)
        if first != row.line:
            yield f"{table}:{row.line}: {key(row)!r} stands in line {first} already"


def _symbols(targets: Iterable[TargetRow]) -> Iterator[str]:
    for row in targets:
        for symbol in row.symbols:
            if not _SYMBOL.fullmatch(symbol):
                yield f"{_TARGETS}:{row.line}: {symbol!r} has not the shape of an HGNC symbol"


def _mechanisms(drugs: Iterable[DrugRow], target_ids: set[str]) -> Iterator[str]:
    actions = set(get_args(Action))
    for row in drugs:
        for mechanism in row.mechanisms:
            action, _, target = mechanism.partition(":")
            if action not in actions:
                yield f"{_DRUGS}:{row.line}: unknown action {action!r}"
            if target not in target_ids:
                yield f"{_DRUGS}:{row.line}: unknown target {target!r}"


def _unknown(table: str, what: str, rows: Iterable[tuple[int, tuple[str, ...]]], known: set[str]) -> Iterator[str]:
    for line, ids in rows:
        for name in ids:
            if name not in known:
                yield f"{table}:{line}: unknown {what} {name!r}"


def _cycles(classes: dict[str, DrugClassRow]) -> Iterator[str]:
    for row in classes.values():
        above, waiting = set[str](), list(row.parents)
        while waiting:
            parent = waiting.pop()
            if parent not in above and parent in classes:
                above.add(parent)
                waiting += classes[parent].parents
        if row.id in above:
            yield f"{_CLASSES}:{row.line}: {row.id!r} is above itself"
