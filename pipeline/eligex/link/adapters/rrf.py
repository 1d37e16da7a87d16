"""RRF files of the National Library of Medicine: RxNorm's RXNCONSO and the UMLS's MRCONSO share one layout."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..concepts import Concept, Group, Vocabulary

_ID, _LANGUAGE, _STATUS, _PREFERRED, _SOURCE, _TYPE, _NAME, _SUPPRESS = 0, 1, 2, 6, 11, 12, 14, 16
_COLUMNS = 17
# Ingredients, brands and their other names; products with a strength or form are no drugs of a criterion.
_RXNORM_TYPES = frozenset({"IN", "PIN", "MIN", "BN", "SY", "TMSY"})
# Semantic types by the first levels of their tree number (MRSTY.RRF).
_UMLS_GROUPS: tuple[tuple[str, Group], ...] = (
    ("B2.2.1.2", "condition"),
    ("A2.2", "condition"),
    ("A1.4.1.1.1", "drug"),
    ("A1.3.3", "drug"),
    ("B1.3.1", "procedure"),
    ("A2.1.5.3", "measurement"),
)


def read_rxnorm(path: Path) -> Vocabulary:
    """Return the drugs of an RXNCONSO.RRF file."""
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in _rows(lines) if row[_SOURCE] == "RXNORM" and row[_TYPE] in _RXNORM_TYPES]
    return Vocabulary("RxNorm", "", tuple(_concepts(rows, "RxNorm", {})))


def read_umls(path: Path) -> Vocabulary:
    """Return the English concepts of a MRCONSO.RRF file, grouped by the MRSTY.RRF beside it.

    Without MRSTY.RRF every concept is of the group "other", which only exact names find.
    """
    types = path.with_name("MRSTY.RRF")
    groups = _groups(types) if types.is_file() else {}
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in _rows(lines) if row[_LANGUAGE] == "ENG"]
    return Vocabulary("UMLS", "", tuple(_concepts(rows, "UMLS", groups)))


def _rows(lines: Iterable[str]) -> Iterable[list[str]]:
    for line in lines:
        row = line.rstrip("\r\n").split("|")
        if len(row) >= _COLUMNS and row[_SUPPRESS] in ("N", ""):
            yield row


def _concepts(rows: Iterable[list[str]], vocabulary: str, groups: dict[str, Group]) -> Iterable[Concept]:
    """Yield one concept an id, named by its preferred row (for RxNorm, by its ingredient or brand)."""
    names: dict[str, list[tuple[tuple[bool, bool], str]]] = {}
    for row in rows:
        preferred = row[_STATUS] != "P" or row[_PREFERRED] != "Y"
        names.setdefault(row[_ID], []).append(((row[_TYPE] in ("SY", "TMSY"), preferred), row[_NAME]))
    default: Group = "drug" if vocabulary == "RxNorm" else "other"
    for concept, found in names.items():
        ordered = dict.fromkeys(name for _, name in sorted(found, key=lambda item: item[0]))
        first, *others = ordered
        group = groups.get(concept, default)
        yield Concept(concept, first, vocabulary, group, tuple(others), near=group == "condition")


def _groups(path: Path) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            concept, _, tree, *_ = line.split("|")
            for prefix, group in _UMLS_GROUPS:
                if tree == prefix or tree.startswith(prefix + "."):
                    groups.setdefault(concept, group)
    return groups
