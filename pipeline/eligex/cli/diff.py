"""``eligex diff``: what changed between two dumps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_Records = Annotated[Path, typer.Argument(help="Folder of a run, or its records (records.jsonl).", exists=True)]


def command(
    old: _Records,
    new: _Records,
    trial: Annotated[str | None, typer.Option("--trial", "-t", help="Only this trial.")] = None,
) -> None:
    """Print the trials added, withdrawn or changed from OLD to NEW, one JSON line each.

    A changed trial lists its changes: population fields, and criteria that are new, gone, reworded or read otherwise.
    Exit code 1 when there is any change, as with diff.
    """
    import orjson

    from ..diff import diff_runs

    changed = 0
    for entry in diff_runs(_records(old), _records(new)):
        if trial is None or entry["trial_id"] == trial:
            changed += 1
            typer.echo(orjson.dumps(entry).decode())
    if changed:
        raise typer.Exit(1)


def _records(path: Path) -> Path:
    return path / "records.jsonl" if path.is_dir() else path
