"""``eligex corpus``: the annotated corpora that models are trained and measured on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Bring the annotated corpora, Chia and LCT, into folds and into spaCy's format.", no_args_is_help=True
)


class Corpus(StrEnum):
    """The corpora that are known."""

    CHIA = "chia"
    LCT = "lct"


Name = Annotated[Corpus, typer.Argument(help="The corpus.")]


@app.command("prepare")
def prepare(
    corpus: Name,
    archive: Annotated[Path, typer.Argument(help="Its ZIP archive, or a folder with its files.", exists=True)],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Folder for the folds (default: corpora/CORPUS in $ELIGEX_SHARED or ../shared)."
        ),
    ] = None,
) -> None:
    """Split a corpus, as published, into train, dev and test by its trials' names.

    Files stay as they are, byte by byte: offsets count line ends. Each fold is compared with the one that models were
    measured on; exit code 1 where one differs. Where to get the archives: corpus/README.md.

    Example:  eligex corpus prepare chia chia_without_scope.zip -o ../shared/corpora/chia
    """
    from ..corpora.prepare import prepare as prepare_folds
    from ..evaluate.run import shared_path

    folds = prepare_folds(corpus.value, archive, output or shared_path() / "corpora" / corpus.value)
    for fold in folds:
        verdict = {True: "as listed", False: "NOT the one that models were measured on", None: "not listed"}
        typer.echo(f"{fold.corpus} {fold.name}: {fold.texts} texts, {verdict[fold.listed]}, sha256 {fold.digest}")
    if any(fold.listed is False for fold in folds):
        raise typer.Exit(1)


@app.command("convert")
def convert(
    corpus: Name,
    fold: Annotated[Path, typer.Argument(help="Folder of a fold.", exists=True, file_okay=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The .spacy file to write.")],
) -> None:
    """Write a fold in spaCy's training format: entities flat, discontinuous ones as their hull.

    Example:  eligex corpus convert chia ../shared/corpora/chia/train -o chia_train.spacy
    """
    from ..corpora.convert import convert as convert_fold

    docs, entities = convert_fold(fold, corpus.value, output)
    typer.echo(f"{docs} texts with {entities} entities in {output}")
