"""``eligex extract``: trials in, JSON Lines out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from .options import ConfigFile, Format, Inputs

if TYPE_CHECKING:
    from ..types import EligibilityRecord, Failure


def command(
    inputs: Inputs,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write records to this file instead of standard output.")
    ] = None,
    failures: Annotated[
        Path | None,
        typer.Option(help="Write failed records here (default: OUTPUT.failures.jsonl; without -o: standard error)."),
    ] = None,
    format: Format = None,
    config: ConfigFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary on standard error.")] = False,
) -> None:
    """Read trials and write one eligibility record a line.

    Every input record gives exactly one line: a record, or a failure in the failures file that says which record it
    was and why. Exit code 0: all records came out; 1: some failed; 2: the input or options could not be used.

    Examples:  eligex extract studies.zip -o records.jsonl      cat criteria.txt | eligex extract -
    """
    from ..api import extract_many
    from ..loading import load

    failures = failures or (output and output.with_suffix(".failures.jsonl"))
    with ExitStack() as stack:
        results = extract_many(inputs, load(config), format=format)
        first = next(results, None)  # an input that cannot be opened must fail before an output file is touched
        good = stack.enter_context(_writing(output, sys.stdout))
        bad = stack.enter_context(_writing(failures, sys.stderr))
        counts = _write(_tracked(_chain(first, results), quiet), good, bad)
    if not quiet:
        _summary(*counts, failures)
    if counts[1]:
        raise typer.Exit(1)


def _chain(
    first: EligibilityRecord | Failure | None, rest: Iterator[EligibilityRecord | Failure]
) -> Iterator[EligibilityRecord | Failure]:
    if first is not None:
        yield first
        yield from rest


def _write(results: Iterator[EligibilityRecord | Failure], good: IO[str], bad: IO[str]) -> tuple[int, int]:
    import orjson

    from ..types import Failure

    written = failed = 0
    for result in results:
        if isinstance(result, Failure):
            failed += 1
            bad.write(result.model_dump_json(exclude_none=True) + "\n")
        else:
            written += 1
            good.write(orjson.dumps(result.to_json()).decode() + "\n")
    return written, failed


@contextmanager
def _writing(path: Path | None, stream: IO[str]) -> Iterator[IO[str]]:
    if path is None:
        yield stream
        stream.flush()
    else:
        with path.open("w", encoding="utf-8", newline="\n") as handle:
            yield handle


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


def _summary(written: int, failed: int, failures: Path | None) -> None:
    where = f", {failed} failed (see {failures or 'above'})" if failed else ""
    typer.echo(f"eligex: {written} record{'' if written == 1 else 's'} written{where}", err=True)
