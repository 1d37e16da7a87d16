"""The ``eligex`` command and its subcommands."""

from __future__ import annotations

import typer

from .. import __version__
from . import (
    bench,
    check,
    check_output,
    corpus,
    diff,
    evaluate,
    explain,
    extract,
    run,
    schema,
    show,
    train,
    train_relations,
    vocab,
)

app = typer.Typer(
    name="eligex",
    help="Turn clinical-trial text into structured eligibility records, each fact with its evidence.\n\n"
    "Start with:  eligex extract study.json | head   or   eligex show study.json",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"eligex {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    pass


app.command("extract")(extract.command)
app.command("run")(run.command)
app.command("retry")(run.retry)
app.command("diff")(diff.command)
app.command("show")(show.command)
app.command("explain")(explain.command)
app.command("schema")(schema.command)
app.command("check")(check.command)
app.command("check-output")(check_output.command)
app.command("bench")(bench.command)
app.command("train")(train.command)
app.command("train-relations")(train_relations.command)
app.add_typer(evaluate.app, name="evaluate")
app.add_typer(vocab.app, name="vocab")
app.add_typer(corpus.app, name="corpus")
