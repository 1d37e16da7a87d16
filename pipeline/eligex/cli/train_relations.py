"""``eligex train-relations``: the models of relations from corpora, by one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .evaluate import Shared


def command(
    shared: Shared = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder that the models' files are written into.")
    ] = Path("models/en_eligex_relations/en_eligex_relations"),
    seed: Annotated[int, typer.Option(help="Seed of the random numbers.")] = 0,
) -> None:
    """Train the models of relations on Chia and LCT: about four minutes and 2 GB on one CPU core.

    Needs the corpora (see corpus/README.md); writes chia.npz, chia.json, lct.npz and lct.json.
    """
    from ..evaluate.run import shared_folder
    from ..relations.train import settings_of, train_files

    folder = shared_folder(shared) / "corpora"
    output.mkdir(parents=True, exist_ok=True)
    for corpus, settings in settings_of(seed).items():
        train_files(folder / corpus / "train", corpus, settings, output, lambda text: typer.echo(text, err=True))
