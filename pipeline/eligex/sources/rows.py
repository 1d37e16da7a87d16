"""Trials from rows: exports of registries and users' own tables, their columns told by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import get_args

from ..errors import InputError
from ..lexicons.loader import read_table
from ..lexicons.rows.sources import ColumnRow, Part
from ..types import Trial
from .building import TrialBuilder
from .values import meaning

_NOT_NAME = re.compile(r"[^a-z0-9]")
# WHO ICTRP appends the codes of the EU register to the condition.
_CODES = re.compile(r"MedDRA version|Therapeutic area:")
_SEPARATOR = re.compile(r"[|;]|<br\s*/?\s*>", re.IGNORECASE)
# pandas writes a list of texts as ['a', 'b'].
_PYTHON_LIST = re.compile(r"""\s*\[\s*['"].*['"]\s*\]\s*\Z""", re.DOTALL)
_QUOTED = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")
_KIND = re.compile(r"\s*(?:[A-Z][A-Za-z_]+(?: [A-Z][a-z]+)?): ?")
_LONGEST_NAME = 120
_EXCLUSION_HEADING = re.compile(r"exclusion criteria", re.IGNORECASE)

Values = Mapping[str, list[str]]
"""Texts by part; a column holds one, a path of a document may lead to several."""


@cache
def _parts() -> dict[str, str]:
    return {row.column: row.part for row in read_table("sources_columns.csv", ColumnRow)}


def column_parts(columns: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return part by column for the columns that are known; ``given`` (column to part) takes precedence.

    Raises InputError for a part that does not exist.
    """
    found: dict[str, str] = {}
    for column in columns:
        part = (given or {}).get(column) or (None if given else _parts().get(_NOT_NAME.sub("", column.lower())))
        if part is None or part in found.values():
            continue
        if part not in get_args(Part):
            raise InputError(f"column {column!r}: unknown part {part!r}; known are {', '.join(get_args(Part))}")
        found[column] = part
    return found


def is_trial_table(parts: Mapping[str, str]) -> bool:
    """Tell whether columns are enough for a trial: an id, and a text."""
    held = set(parts.values())
    return "id" in held and bool(held & {"eligibility", "inclusion", "title", "summary"})


def row_trial(build: TrialBuilder, values: Values, *, split: bool) -> Trial:
    """Return the trial of one row; of a part that holds one text, the first that is not blank counts.

    ``split`` says that one cell may list several conditions, keywords or interventions.
    """
    first = {part: next((text for text in texts if text.strip()), "") for part, texts in values.items()}
    build.trial_id = first.get("id", "")
    build.secondary_ids = [name for cell in values.get("other_ids", []) for name in re.split(r"[|;]", cell)]
    for part in ("title", "official_title", "summary", "description"):
        build.text(part, first.get(part))
    for part in ("conditions", "keywords"):
        _listed(build, part, values.get(part, []), split)
    for index, cell in enumerate(values.get("interventions", [])):
        _intervention(build, index, cell, split)
    eligibility(build, first.get("eligibility", ""), values.get("inclusion", []), values.get("exclusion", []))
    build.age(first.get("min_age"), first.get("max_age"))
    build.sex = first.get("sex")
    build.volunteers = first.get("volunteers")
    build.study = {part: first.get(part) for part in ("type", "status", "sponsor")}
    build.study["phase"] = "/".join(values.get("phase", []))
    build.participants(first.get("enrollment"), first.get("enrollment_type", ""))
    return build.build()


def eligibility(build: TrialBuilder, both: str, inclusion: list[str], exclusion: list[str]) -> None:
    """Add eligibility text; separate texts stay separate fields, ``eligibility.inclusion`` and ``.exclusion``.

    Where each criterion is a text of its own, the fields are numbered (``eligibility.inclusion.0`` ...). WHO ICTRP puts
    both sections into its inclusion column for some registers; then it is one text after all.
    """
    inclusion, exclusion = _filled(inclusion), _filled(exclusion)
    if len(inclusion) == 1 and not both.strip() and not exclusion and _EXCLUSION_HEADING.search(inclusion[0]):
        both, inclusion = inclusion[0], []
    build.text("eligibility", both)
    for name, texts in (("inclusion", inclusion), ("exclusion", exclusion)):
        for index, text in enumerate(texts):
            number = f".{index}" if len(texts) > 1 else ""
            build.text(f"eligibility.{name}{number}", text, role=f"eligibility_{name}")


def _filled(texts: list[str]) -> list[str]:
    return [text for text in texts if text.strip()]


def _listed(build: TrialBuilder, role: str, cells: list[str], split: bool) -> None:
    """Add cells that hold one or more names: a field a cell, a region a name."""
    seen: set[str] = set()
    for index, cell in enumerate(_filled(cells)):
        build.whole(f"{role}.{index}", cell)
        for start, end in _names(cell, split):
            if cell[start:end].lower() not in seen and not _CODES.match(cell, start):
                seen.add(cell[start:end].lower())
                build.region(role, f"{role}.{index}", start, end)


def _names(cell: str, split: bool) -> Iterator[tuple[int, int]]:
    """Yield the spans of the names in a cell."""
    spans: Iterable[tuple[int, int]] = [(0, len(cell))]
    if split:
        spans = _quoted(cell) if _PYTHON_LIST.match(cell) else _separated(cell)
    for start, end in spans:
        text = cell[start:end]
        start += len(text) - len(text.lstrip())
        if text.strip(" ,") and meaning("no_limit", text.strip().lower()) is None:
            yield start, start + len(text.strip())


def _quoted(cell: str) -> Iterator[tuple[int, int]]:
    return (match.span(match.lastindex or 0) for match in _QUOTED.finditer(cell))


def _separated(cell: str) -> Iterator[tuple[int, int]]:
    position = 0
    for match in _SEPARATOR.finditer(cell):
        yield position, match.start()
        position = match.end()
    yield position, len(cell)


def _intervention(build: TrialBuilder, index: int, cell: str, split: bool) -> None:
    """Add a cell of interventions: names where all are short, else a description."""
    spans = list(_names(cell, split))
    if max((end - start for start, end in spans), default=0) > _LONGEST_NAME:
        build.text(f"interventions.{index}.description", cell, role="interventions.description")
    elif spans:
        field = f"interventions.{index}.name"
        build.whole(field, cell)
        for start, end in spans:
            kind = _KIND.match(cell, start, end)
            begin = kind.end() if kind and kind.end() < end else start
            build.region("interventions.name", field, begin, end)
