"""``eligex check``: lint every rule table."""

from __future__ import annotations

import typer


def command() -> None:
    """Lint every lexicon: schema, duplicate aliases, unknown units and symbols, bounds, references.

    Prints one line a problem (file:line: what is wrong); exit code 1 when there is one.
    """
    from ..lexicons.check import check_all

    problems = 0
    for name, messages in check_all():
        problems += len(messages)
        typer.echo(f"{name}: {'ok' if not messages else f'{len(messages)} problems'}")
        for message in messages:
            typer.echo(f"  {message}")
    if problems:
        raise typer.Exit(1)
