"""Rows of the tables that normalisation and the readers use."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict

from ..loader import Flag, Items, Row


def _characters(cell: str) -> str:
    """Read ``U+00A0 U+200B`` as those characters, anything else as it stands."""
    if not cell.startswith("U+"):
        return cell
    return "".join(chr(int(part.removeprefix("U+"), 16)) for part in cell.split())


Characters = Annotated[str, BeforeValidator(_characters)]
"""A cell of characters; ones that cannot be seen are written ``U+hhhh``."""


class CharacterRow(Row):
    """``source`` is replaced by ``text`` (nothing where the cell is empty)."""

    model_config = ConfigDict(str_strip_whitespace=False)

    source: Characters
    text: Characters
    note: str = ""


class TagRow(Row):
    """An HTML tag and what its opening and closing stand for in plain text."""

    tag: str
    open: Literal["nothing", "space", "line", "bullet", "power"]
    close: Literal["nothing", "space", "line"]


class OperatorCueRow(Row):
    """A word beside a number that makes a bare ``=`` or ``?`` before it look like a lost comparison sign."""

    place: Literal["after", "before"]
    words: Items
    kind: Literal["age", "measurement"]


class RegistryRow(Row):
    """A registry and the regular expression of its ids."""

    registry: str
    pattern: str


class PageLabelRow(Row):
    """A line of a registry page that announces a value, or noise (``*`` at the end: a line that starts so).

    An ambiguous label may also stand alone on a line of the criteria, so there it is none.
    """

    label: str
    key: Literal[
        "noise", "title", "official_title", "conditions", "treatments", "type", "status", "phase", "sponsor", "ids",
        "description", "enrollment", "sex", "ages", "volunteers", "eligibility", "other",
    ]  # fmt: skip
    ambiguous: Flag


class ValueRow(Row):
    """What registries write in a field (``text``, small letters) and what it means."""

    kind: Literal["sex", "volunteers", "no_limit", "age_unit"]
    text: str
    value: str


Part = Literal[
    "id", "other_ids", "title", "official_title", "summary", "description", "conditions", "keywords", "interventions",
    "eligibility", "inclusion", "exclusion", "min_age", "max_age", "sex", "volunteers", "type", "status", "phase",
    "sponsor", "enrollment", "enrollment_type",
]  # fmt: skip
"""What a column of a table of trials can hold."""


class ColumnRow(Row):
    """A column name (small letters and digits only) of registry exports, and what it holds."""

    column: str
    part: Part


class PathRow(Row):
    """Where a JSON format holds a part of a trial; several paths of one part are tried in order.

    A path goes through lists by itself; ``[locale=en]`` keeps the objects that hold this value under that key, at any
    depth; ``+`` at the end joins the values of an object (an amount and its unit). Part ``mark`` names a key that only
    this format has.
    """

    format: str
    part: Part | Literal["mark"]
    path: str


class AgeGroupRow(Row):
    """An age group of the EU register's form, by its item number; no ``max`` means no upper limit."""

    code: str
    min: str
    max: str


class AactRow(Row):
    """A column of an AACT table, and what it holds."""

    table: str
    column: str
    part: Part


class ExportColumnRow(Row):
    """A column of WHO ICTRP's export, which has no header line, in its order; ``content`` tells that order by.

    An optional column is missing from some exports.
    """

    column: str
    content: Literal["", "id", "url", "date", "sex"]
    optional: Flag
