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
    models: Annotated[bool, typer.Option("--models", help="Measure the model packages beside spaCy's ner.")] = False,
) -> None:
    """Measure how many trials, criteria and words a second one core reads, stage by stage, or the models alone."""
    from ..bench import measure
    from ..bench_models import criteria_texts, model_speeds
    from ..loading import load

    if models:
        for row in model_speeds(criteria_texts(inputs, limit)):
            typer.echo(row)
        return
    for row in measure(load(config, model=model, vocab=vocab), inputs, limit).rows():
        typer.echo(row)
