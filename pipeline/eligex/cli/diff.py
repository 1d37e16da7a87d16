"""``eligex diff``: what changed between two dumps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_Records = Annotated[Path, typer.Argument(help="Records of a run (records.jsonl).", exists=True, dir_okay=False)]


def command(old: _Records, new: _Records) -> None:
    """Print the trials added, withdrawn or changed from OLD to NEW, one JSON line each.

    A changed trial lists its changes: population fields, and criteria that are new, gone or reworded. Exit code 1 when
    there is any change, as with diff.
    """
    import orjson

    from ..diff import diff_runs

    changed = 0
    for entry in diff_runs(old, new):
        changed += 1
        typer.echo(orjson.dumps(entry).decode())
    if changed:
        raise typer.Exit(1)
