"""``eligex extract``: trials in, JSON Lines out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Columns, ConfigFile, Format, Inputs, Model, Vocabulary, column_parts

if TYPE_CHECKING:
    from ..sinks import Sink
    from ..types import EligibilityRecord, Failure


def command(
    inputs: Inputs,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write records to this file instead of standard output.")
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            help="Also or instead write to a database: parquet:DIR, duckdb:FILE, sqlite:FILE, postgresql://..."
        ),
    ] = None,
    format: Format = None,
    column: Columns = None,
    config: ConfigFile = None,
    model: Model = "auto",
    vocab: Vocabulary = "auto",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary on standard error.")] = False,
) -> None:
    """Read trials and write one eligibility record a line.

    Every input record gives exactly one line: a record, or a failure that says which record it was and why, in
    OUTPUT.failures.jsonl (without -o: on standard error).

    Exit code 0: all records came out; 1: some failed; 2: the input or options could not be used.

    Examples:  eligex extract studies.zip -o records.jsonl      cat criteria.txt | eligex extract -
    """
    from ..api import extract_many
    from ..loading import load
    from ..sinks import open_sink

    targets = ([str(output)] if output else []) + (to or []) or ["-"]
    results = extract_many(inputs, load(config, model=model, vocab=vocab), format=format, columns=column_parts(column))
    first = next(results, None)  # an input that cannot be opened must fail before an output is touched
    with ExitStack() as stack:
        sinks = [stack.enter_context(open_sink(target)) for target in targets]
        written, failed = _write(_tracked(chain([first] if first else [], results), quiet), sinks)
    if not quiet:
        _summary(written, failed, output)
    if failed:
        raise typer.Exit(1)


def _write(results: Iterator[EligibilityRecord | Failure], sinks: list[Sink]) -> tuple[int, int]:
    from ..types import Failure

    written = failed = 0
    for result in results:
        failed += isinstance(result, Failure)
        written += not isinstance(result, Failure)
        for sink in sinks:
            sink.write(result)
    return written, failed


def _tracked(results: Iterator[EligibilityRecord | Failure], quiet: bool) -> Iterator[EligibilityRecord | Failure]:
    """Show count and rate on a terminal; a run over a registry takes hours."""
    if quiet or not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]} trials/s"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("extract", total=None, rate="-")
        for result in results:
            yield result
            speed = progress.tasks[task].speed
            progress.update(task, advance=1, rate=f"{speed:.0f}" if speed else "-")


def _summary(written: int, failed: int, output: Path | None) -> None:
    from ..sinks import failures_beside

    where = f", {failed} failed (see {failures_beside(output) if output else 'above'})" if failed else ""
    typer.echo(f"eligex: {written} record{'' if written == 1 else 's'} written{where}", err=True)
