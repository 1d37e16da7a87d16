"""``eligex bench``: speed by stage."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import ConfigFile, Inputs, Model, Vocabulary


def command(
    inputs: Inputs,
    limit: Annotated[int | None, typer.Option("--limit", "-n", help="Measure at most this many trials.")] = None,
    config: ConfigFile = None,
    model: Model = "auto",
    vocab: Vocabulary = "none",
) -> None:
    """Measure how many trials, criteria and words a second one core reads, stage by stage."""
    from ..bench import measure
    from ..loading import load

    for row in measure(load(config, model=model, vocab=vocab), inputs, limit).rows():
        typer.echo(row)
