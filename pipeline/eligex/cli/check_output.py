"""``eligex check-output``: prove the invariants of an output against its input."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Format, Inputs


def command(
    output: Annotated[Path, typer.Argument(help="Records written by 'eligex extract'.", exists=True, dir_okay=False)],
    inputs: Inputs,
    failures: Annotated[Path | None, typer.Option(help="The failures file of the same run.")] = None,
    format: Format = None,
    most: Annotated[int, typer.Option(help="List at most this many violations.")] = 20,
) -> None:
    """Check every rule of the record contract on OUTPUT, made from INPUT.

    Evidence is exact, no eligibility text is lost, ids are unique and refer to something, one record or failure came
    out for every record that went in. Exit code 1 when a rule is broken.
    """
    from ..invariants import check_run
    from ..sinks import failures_beside

    report = check_run(output, failures or failures_beside(output), inputs, format)
    for violation in report.violations[:most]:
        typer.echo(violation)
    typer.echo(f"{report.records} records, {report.failures} failures, {len(report.violations)} violations")
    if report.violations:
        raise typer.Exit(1)
