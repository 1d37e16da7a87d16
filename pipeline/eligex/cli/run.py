"""``eligex run``: a whole registry dump, resumable."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import ConfigFile, Format, Inputs, Model

if TYPE_CHECKING:
    from ..run.driver import Run, RunReport
    from ..run.ledger import Done

To = Annotated[
    list[str] | None,
    typer.Option(help="Load the finished run into: parquet:DIR, duckdb:FILE, sqlite:FILE, postgresql://..."),
]
Workers = Annotated[int, typer.Option("--workers", "-w", min=1, help="Worker processes.")]


def command(
    inputs: Inputs,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of the run; the same folder resumes it.")],
    to: To = None,
    workers: Workers = 1,
    cluster: Annotated[
        str | None, typer.Option(help="Use dask.distributed: 'local', or the scheduler's address tcp://host:port.")
    ] = None,
    shard_size: Annotated[int, typer.Option(min=1, help="Trials in a shard; a shard is done whole or again.")] = 500,
    format: Format = None,
    config: ConfigFile = None,
    model: Model = "auto",
) -> None:
    """Extract a whole dump into a folder; start it again after a kill and it does what is missing.

    OUTPUT gets records.jsonl and failures.jsonl in input order, whatever the number of workers. A second run over a
    newer dump repeats only the shards whose content, or whose configuration, has changed.

    Exit code 0: all records came out; 1: some failed (see failures.jsonl); 2: the run could not be done.
    """
    from ..run.driver import Plan, Run

    plan = Plan(
        inputs=inputs, format=format, config=str(config) if config else None, model=model, shard_size=shard_size
    )
    _execute(Run(plan, output), to, workers=workers, cluster=cluster)


def retry(
    output: Annotated[Path, typer.Argument(help="Folder of an earlier 'eligex run'.", exists=True, file_okay=False)],
    to: To = None,
    workers: Workers = 1,
) -> None:
    """Do the failed records of a run again, after its input or eligex was mended.

    The shards that hold failures are done again from the input named in the run's plan; all others stay.
    """
    from ..run.driver import Run

    _execute(Run.reopen(output), to, workers=workers, retry=True)


def _execute(run: Run, to: list[str] | None, *, workers: int, cluster: str | None = None, retry: bool = False) -> None:
    from ..run.driver import read_run
    from ..sinks import open_sink

    with _progress() as tick:
        report = run.execute(workers, cluster=cluster, retry=retry, progress=tick)
    for target in to or []:
        with open_sink(target) as sink:
            for item in read_run(run.folder):
                sink.write(item)
    _print(report)
    if report.failures:
        raise typer.Exit(1)


@contextmanager
def _progress() -> Iterator[Callable[[Done], None] | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), MofNCompleteColumn(), TextColumn("trials"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("run", total=None)
        yield lambda done: progress.update(task, advance=done.records + done.failures)


def _print(report: RunReport) -> None:
    skipped = f", {report.skipped} of them already done" if report.skipped else ""
    typer.echo(f"{report.records} records, {report.failures} failures in {report.shards} shards{skipped}", err=True)
    for title, counts in (("warnings", report.warnings), ("discrepancies", report.discrepancies)):
        if counts:
            typer.echo(f"{title}: " + ", ".join(f"{name} {n}" for name, n in counts.most_common(12)), err=True)
    if report.slowest:
        typer.echo("slowest: " + ", ".join(f"{name} {s:.2f} s" for s, name in report.slowest[:5]), err=True)
