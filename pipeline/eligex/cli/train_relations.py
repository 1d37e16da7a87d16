"""``eligex train-relations``: the models of relations from corpora, by one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .evaluate import Shared


def command(
    config: Annotated[
        Path, typer.Argument(help="Training configuration, e.g. configs/train_relations.cfg.", exists=True)
    ],
    shared: Shared = None,
    work: Annotated[
        Path, typer.Option(help="Folder of the adapted encoder; one that is there (of eligex train) is used.")
    ] = Path("out/train"),
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder that the models' files are written into.")
    ] = Path("models/en_eligex_relations/en_eligex_relations"),
) -> None:
    """Train the models of relations on Chia and LCT: over features, and an encoder that both corpora share.

    Needs the extra "train" and the corpora (see corpus/README.md). Runs on a CPU; the configuration says how long.
    """
    from ..evaluate.run import shared_folder
    from ..relations.settings import read_settings
    from ..training.relations import train_relations
    from ..training.settings import read_teaching
    from ..training.teaching import Teaching
    from ..training.work import Work

    def log(text: str) -> None:
        typer.echo(text, err=True)

    folder, settings = shared_folder(shared), read_settings(config)
    teachers = read_teaching(config.parent / settings.encoder.adapted_by)
    start = Teaching(teachers, folder, Work(work, log)).encoder()
    train_relations(settings, folder / "corpora", start, output, log)
