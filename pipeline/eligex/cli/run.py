"""``eligex run``: a whole registry dump, resumable."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Columns, ConfigFile, Format, Inputs, Model, Vocabulary, column_parts

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from ..run.driver import Plan, Run, Tick
    from ..run.ledger import Done
    from ..run.report import RunReport

To = Annotated[
    list[str] | None,
    typer.Option(help="Load the finished run into: parquet:DIR, duckdb:FILE, sqlite:FILE, postgresql://..."),
]
Workers = Annotated[int, typer.Option("--workers", "-w", min=1, help="Worker processes.")]
Cluster = Annotated[
    str | None, typer.Option(help="Use dask.distributed: 'local', or the scheduler's address tcp://host:port.")
]


def command(
    inputs: Inputs,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of the run; the same folder resumes it.")],
    to: To = None,
    workers: Workers = 1,
    cluster: Cluster = None,
    shard_size: Annotated[int, typer.Option(min=1, help="Trials in a shard; a shard is done whole or again.")] = 500,
    seconds: Annotated[float, typer.Option(min=0.001, help="Time limit of one record, of computing.")] = 60.0,
    characters: Annotated[int, typer.Option(min=1, help="Size limit of one record's text.")] = 5_000_000,
    format: Format = None,
    column: Columns = None,
    config: ConfigFile = None,
    model: Model = "auto",
    vocab: Vocabulary = "auto",
) -> None:
    """Extract a whole dump into a folder; start it again after a kill and it does what is missing.

    OUTPUT gets records.jsonl and failures.jsonl in input order, whatever the number of workers, and report.json. A
    second run, over the same or a newer dump, extracts only the trials whose content, or whose version of eligex,
    configuration or model, has changed; changes.jsonl lists the trials added, changed and withdrawn.

    Exit code 0: all records came out; 1: some failed (see failures.jsonl); 2: the run could not be done.
    """
    from ..run.driver import Plan, Run

    plan = Plan(
        inputs=inputs,
        format=format,
        config=str(config) if config else None,
        columns=column_parts(column),
        model=model,
        vocab=vocab,
        shard_size=shard_size,
        seconds=seconds,
        characters=characters,
    )
    _execute(Run(plan, output), to, workers=workers, cluster=cluster)


def retry(
    output: Annotated[Path, typer.Argument(help="Folder of an earlier 'eligex run'.", exists=True, file_okay=False)],
    to: To = None,
    workers: Workers = 1,
    cluster: Cluster = None,
) -> None:
    """Do the failed records of a run again, after its input or eligex was mended.

    The run's plan names the input; records that came out and still hold stay as they are.
    """
    from ..run.driver import Run

    _execute(Run.reopen(output), to, workers=workers, cluster=cluster, retry=True)


def _execute(run: Run, to: list[str] | None, *, workers: int, cluster: str | None, retry: bool = False) -> None:
    from ..run.compare import withdrawn_trials
    from ..run.driver import read_run
    from ..sinks import open_sink

    with _progress(run.plan) as tick:
        report = run.execute(workers, cluster=cluster, retry=retry, progress=tick)
    for target in to or []:
        with open_sink(target) as sink:
            for item in read_run(run.folder):
                sink.write(item)
            for name in withdrawn_trials(run.folder):
                sink.withdraw(name)
    _print(report)
    if report.failures:
        raise typer.Exit(1)


@contextmanager
def _progress(plan: Plan) -> Iterator[Tick | None]:
    """Show count, rate and, where the size of the input is known, the time left, on a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    from ..run.total import total_of

    rate = TextColumn("{task.fields[rate]} trials/s, left")
    columns = (BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=600) as progress:
        task = progress.add_task("run", total=total_of(plan.inputs), rate="-")
        yield _ticker(progress, task)


def _ticker(progress: Progress, task: TaskID) -> Tick:
    def tick(done: Done) -> None:
        speed = progress.tasks[task].speed
        progress.update(task, advance=done.records + done.failures, rate=f"{speed:.0f}" if speed else "-")

    return tick


def _print(report: RunReport) -> None:
    again = "".join(
        f", {count} {what}"
        for count, what in ((report.skipped, "shards already done"), (report.kept, "records kept from the earlier run"))
        if count
    )
    typer.echo(f"{report.records} records, {report.failures} failures in {report.seconds:.0f} s{again}", err=True)
    if report.unread:
        typer.echo(f"{report.unread} files could not be read to their end; no trial is taken for withdrawn", err=True)
    against = {key: getattr(report, key) for key in ("added", "changed", "unchanged", "withdrawn", "repeated")}
    for title, counts in (
        ("trials", against),
        ("errors", report.errors),
        ("warnings", report.warnings),
        ("discrepancies", report.discrepancies),
    ):
        if any(counts.values()):
            most = sorted(counts.items(), key=lambda item: -item[1])[:12]
            typer.echo(f"{title}: " + ", ".join(f"{name} {n}" for name, n in most if n), err=True)
    if report.slowest:
        typer.echo("slowest: " + ", ".join(f"{name} {s:.2f} s" for s, name in report.slowest[:5]), err=True)
