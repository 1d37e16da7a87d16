"""``eligex explain``: why a phrase resolves as it does."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Vocabulary


def command(
    phrase: Annotated[str, typer.Argument(help="A phrase as a criterion writes it.")],
    vocab: Vocabulary = "auto",
) -> None:
    """Show what the tables and rules make of a phrase: criteria set, drug, class, target, numbers, entities, concept.

    Examples:  eligex explain "2019 ACR/EULAR"     eligex explain "anti-CD20 antibody"     eligex explain "ALT > 3x ULN"
    """
    from ..explain import explain
    from ..vocab.place import chosen_folder

    folder = chosen_folder(vocab)
    linker = None
    if folder is not None:
        from ..link.linker import Linker

        linker = Linker.load(folder)
    for reason in explain(phrase, linker):
        typer.echo(f"{reason.part + ':':<22} {reason.says}")
    if linker is None:
        typer.echo("no vocabulary is built, so no concepts: eligex vocab build", err=True)
