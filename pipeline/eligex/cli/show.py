"""``eligex show``: one record for a reader at a terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import ConfigFile, Format, Inputs, Model, Vocabulary


def command(
    inputs: Inputs,
    trial: Annotated[str | None, typer.Option("--trial", "-t", help="Show only the trial with this id.")] = None,
    format: Format = None,
    config: ConfigFile = None,
    model: Model = "auto",
    vocab: Vocabulary = "auto",
) -> None:
    """Show what was read from a trial: its criteria with the findings marked, the requirements beside them.

    Shows the first record of the input, or the one named by --trial.
    """
    from rich.console import Console

    from ..api import extract_many
    from ..display import render
    from ..loading import load
    from ..types import Failure

    for result in extract_many(inputs, load(config, model=model, vocab=vocab), format=format):
        if isinstance(result, Failure):
            typer.echo(f"eligex: {result.uri}: {result.message}", err=True)
            if trial is None:
                raise typer.Exit(1)
        elif trial is None or result.trial_id == trial:
            Console().print(render(result))
            return
    typer.echo(f"eligex: no trial {trial or ''} in the input", err=True)
    raise typer.Exit(1)
