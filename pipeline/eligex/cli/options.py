"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Inputs = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, zip or gzip archives; '-' reads standard input, postgresql://... an AACT database.",
        metavar="INPUT...",
        show_default=False,
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", help="Input format (page, ctgov-json, text, ...); found out by content when absent."
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        help="For a CSV, Excel or Parquet table of your own: COLUMN=PART, repeated, or @FILE with a line for each. "
        "Parts: id, title, eligibility, inclusion, exclusion, min_age, max_age, sex, conditions and others.",
    ),
]


def column_parts(columns: list[str] | None) -> dict[str, str] | None:
    """Return ``--column`` options, and the lines of the files that they name, as a mapping from column to part."""
    if not columns:
        return None
    columns = [line for column in columns for line in _lines(column)]
    pairs = [column.rpartition("=") for column in columns]
    if wrong := next(
        (column for column, (name, _, part) in zip(columns, pairs, strict=True) if not name or not part), ""
    ):
        raise typer.BadParameter(f"{wrong!r}: write COLUMN=PART, e.g. crit=eligibility")
    return {name: part for name, _, part in pairs}


def _lines(column: str) -> list[str]:
    if not column.startswith("@"):
        return [column]
    try:
        text = Path(column[1:]).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{column[1:]}: {error}") from error
    return [line.strip() for line in text.splitlines() if line.strip()]


Model = Annotated[
    str,
    typer.Option("--model", "-m", help="Trained model beside the rules: auto, fast, accurate, none or a package."),
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", "-c", help="Pipeline configuration instead of the built-in default.")
]
Vocabulary = Annotated[
    str,
    typer.Option("--vocab", help="Vocabulary to link concepts from: auto (if one is built), none, or its folder."),
]
