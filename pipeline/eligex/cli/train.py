"""``eligex train``: a model package from corpora, by one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .evaluate import Shared


def command(
    config: Annotated[Path, typer.Argument(help="Training configuration, e.g. configs/train_fast.cfg.", exists=True)],
    shared: Shared = None,
    work: Annotated[
        Path, typer.Option(help="Folder for what the steps leave; a step found there is not done again.")
    ] = Path("out/train"),
    packages: Annotated[Path, typer.Option(help="Folder that the package is written into.")] = Path("models"),
) -> None:
    """Train a model: adapt the encoder, fine-tune teachers, distil the student, write the package.

    Needs the extra "train" and the corpora (see corpus/README.md). Runs on a CPU; the configuration says how long.
    """
    from ..evaluate.run import shared_folder
    from ..training.settings import read_settings, read_teaching
    from ..training.teaching import Teaching
    from ..training.train import Training
    from ..training.work import Work

    def log(text: str) -> None:
        typer.echo(text, err=True)

    settings = read_settings(config)
    teachers = read_teaching(config.parent / settings.distil.taught_by)
    Training(settings, Teaching(teachers, shared_folder(shared), Work(work, log))).run(packages)
