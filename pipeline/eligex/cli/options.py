"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Inputs = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, zip or gzip archives; '-' reads standard input.", metavar="INPUT...", show_default=False
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", help="Input format (page, ctgov-json, text, ...); found out by content when absent."
    ),
]
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
