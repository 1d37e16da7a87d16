"""WHO ICTRP's full export, a table without a header line: its columns, told by what the cells hold.

WHO documents 62 columns; the files put the date of the last update behind the id, and have 63. In many files the cells
stand within quotes of their own, besides those of the CSV.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.sources import ExportColumnRow
from .identifiers import registry_of
from .values import parse_sex

Rows = Sequence[Sequence[str]]

_FEWEST = 20
"""Cells of a row that may be an export's; a line of text that begins with an id has fewer."""
_RIGHT = 0.9
"""Share of the first whole rows whose cell must hold what its column does; registers leave things out."""
_URL = re.compile(r"https?://", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_HOLDS: dict[str, Callable[[str], bool]] = {
    "id": lambda cell: registry_of(cell) != "unknown",
    "url": lambda cell: bool(_URL.match(cell)),
    "date": lambda cell: bool(not cell or _YEAR.search(cell)),
    "sex": lambda cell: bool(not cell or parse_sex(cell)),
}


@cache
def _layouts() -> tuple[tuple[ExportColumnRow, ...], ...]:
    every = read_table("sources_ictrp.csv", ExportColumnRow)
    return every, tuple(row for row in every if not row.optional)


def is_headless(first: Sequence[str]) -> bool:
    """Tell whether a table begins with a trial where its header should be."""
    return len(first) >= _FEWEST and _HOLDS["id"](unquoted(first[:1])[0].strip())


def unquoted(row: Sequence[str]) -> list[str]:
    """Return the cells of a row of an export without the quotes that they stand in."""
    return [cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell for cell in row]


def export_columns(rows: Rows) -> list[str]:
    """Return the names of the columns of an export's first rows; none where it is not in WHO's order."""
    return next(([row.column for row in layout] for layout in _layouts() if _fits(rows, layout)), [])


def not_export_order(row: Sequence[str]) -> str:
    """Say why a row is not taken for WHO's export."""
    sizes = " or ".join(str(len(layout)) for layout in reversed(_layouts()))
    return (
        f"the {len(row)} cells of a row do not stand in the order of WHO ICTRP's full export ({sizes} columns); "
        "put a line of column names on top"
    )


def _fits(rows: Rows, layout: Sequence[ExportColumnRow]) -> bool:
    alike = [row for row in rows if len(row) == len(layout)]
    if 2 * len(alike) <= len(rows):
        return False
    for place, column in enumerate(layout):
        if column.content:
            right = sum(_HOLDS[column.content](row[place].strip()) for row in alike)
            if right < _RIGHT * len(alike):
                return False
    return True
