"""Read rule tables: CSV with a header row, one pydantic row model a table, errors as ``file:line``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ..errors import LexiconError


def _split(cell: Any) -> Any:
    return tuple(part.strip() for part in cell.split("|") if part.strip()) if isinstance(cell, str) else cell


def _blank_to_none(cell: Any) -> Any:
    return None if cell == "" else cell


Items = Annotated[tuple[str, ...], BeforeValidator(_split)]
"""A cell that holds a list, its parts separated by ``|``."""
OptionalText = Annotated[str | None, BeforeValidator(_blank_to_none)]
OptionalInt = Annotated[int | None, BeforeValidator(_blank_to_none)]
OptionalFloat = Annotated[float | None, BeforeValidator(_blank_to_none)]
Flag = Annotated[bool, BeforeValidator(lambda cell: cell == "yes" if cell in ("yes", "no", "") else cell)]
"""A cell that says ``yes``, ``no`` or nothing."""


class Row(BaseModel):
    """One row of a rule table; ``line`` is its line in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    line: int = Field(default=0, exclude=True)


R = TypeVar("R", bound=Row)


@cache
def read_table(name: str, model: type[R]) -> tuple[R, ...]:
    """Return the rows of ``lexicons/<name>``; raise LexiconError (``file:line: reason``) at the first bad one."""
    return tuple(_rows(name, model))


def _rows(name: str, model: type[R]) -> Iterator[R]:
    path = files("eligex.lexicons") / name
    if not path.is_file():
        raise LexiconError(f"{name}: no such table in eligex/lexicons")
    with as_file(path) as local, local.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        for cells in reader:
            line = reader.line_num
            if None in cells or None in cells.values():
                raise LexiconError(f"{name}:{line}: {len(reader.fieldnames or [])} columns expected")
            try:
                yield model.model_validate({**cells, "line": line})
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(part) for part in first["loc"])
                raise LexiconError(f"{name}:{line}: {where}: {first['msg']}") from error
