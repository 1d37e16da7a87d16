"""``eligex evaluate``: measurements against gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import ConfigFile, Inputs

if TYPE_CHECKING:
    from ..evaluate.records import Scores

app = typer.Typer(
    help="Measure against gold: precision, recall and F1 by kind, with the errors behind them (--errors N).",
    no_args_is_help=True,
)

Shared = Annotated[
    Path | None, typer.Option("--shared", help="Folder of gold and corpora (default: $ELIGEX_SHARED or ../shared).")
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Score this output instead of running the pipeline.")
]
Errors = Annotated[int, typer.Option("--errors", "-e", help="List this many misses and false alarms a measure.")]


@app.command("records")
def records(shared: Shared = None, output: Output = None, errors: Errors = 0, config: ConfigFile = None) -> None:
    """Whole records: ages, sex, items, criteria sets, mechanisms, thresholds, windows, exclusions."""
    from ..evaluate.records import score_records
    from ..evaluate.run import load_gold, read_output, run_records, shared_folder
    from ..loading import load

    folder = shared_folder(shared) / "gold" / "dev"
    found = read_output(output) if output else run_records(load(config), folder / "records.jsonl")
    _report(score_records(load_gold(folder / "records_gold.json"), found), errors)


@app.command("criteria")
def criteria(shared: Shared = None, output: Output = None, errors: Errors = 0, config: ConfigFile = None) -> None:
    """Named criteria sets in single sentences."""
    from ..evaluate.sentences import score_criteria

    _sentences("criteria", "eligibility", score_criteria, shared, output, errors, config)


@app.command("mechanisms")
def mechanisms(shared: Shared = None, output: Output = None, errors: Errors = 0, config: ConfigFile = None) -> None:
    """Drug mechanisms in single sentences."""
    from ..evaluate.sentences import score_mechanisms

    _sentences("mechanism", "summary", score_mechanisms, shared, output, errors, config)


@app.command("numeric")
def numeric(
    shared: Shared = None,
    output: Output = None,
    errors: Errors = 0,
    config: ConfigFile = None,
    fold: Annotated[str, typer.Option("--fold", help="Fold of the corpora: train, dev or test.")] = "dev",
) -> None:
    """Ages, measurements, scores, counts and windows against the LCT and Chia corpora."""
    from ..evaluate.numeric import SCORERS, corpus_trials, folds
    from ..evaluate.run import read_output, run_trials, shared_folder
    from ..loading import load

    pipeline = load(config)
    for corpus, score in SCORERS.items():
        for folder in folds(shared_folder(shared), corpus, [fold]):
            found = read_output(output) if output else run_trials(pipeline, corpus_trials(folder, corpus))
            _report(score(folder, found), errors)


@app.command("unread")
def unread(
    inputs: Inputs,
    limit: Annotated[int | None, typer.Option("--limit", "-n", help="Read at most this many trials.")] = None,
    config: ConfigFile = None,
) -> None:
    """Numbers of eligibility texts that ended in no requirement, by reason, with examples."""
    import itertools
    import json

    from ..evaluate.unread import unread_report
    from ..loading import load
    from ..sources import open_trials
    from ..types import Trial

    trials = (item for item in open_trials(inputs) if isinstance(item, Trial))
    for row in unread_report(load(config), itertools.islice(trials, limit)):
        typer.echo(json.dumps(row, ensure_ascii=False))


@app.command("ner")
def ner(
    model: Annotated[str, typer.Argument(help="fast, accurate, or the name or folder of a package.")] = "fast",
    shared: Shared = None,
    fold: Annotated[str, typer.Option(help="Fold of the corpus: train, dev or test.")] = "dev",
    errors: Errors = 0,
) -> None:
    """Entities of a trained model against the corpus of each of its layers: strict and relaxed F1, then by type."""
    import json

    from ..evaluate.entities import TYPES_OF, reliability, score_entities
    from ..evaluate.run import shared_folder
    from ..ner.packages import layers_of, tagger_of

    for corpus in layers_of(model):
        types = TYPES_OF[corpus]
        folder = shared_folder(shared) / "corpora" / corpus / fold
        tagger = tagger_of(model, corpus)
        scores = score_entities(folder, tagger.entities, types)
        for row in [*scores.summary(), *reliability(folder, tagger, types)]:
            typer.echo(json.dumps({"corpus": corpus, **row}))
        _report(scores, errors)


@app.command("relations")
def relations(
    model: Annotated[str, typer.Argument(help="Name of an installed package, or a folder.")] = "en_eligex_relations",
    shared: Shared = None,
    fold: Annotated[str, typer.Option(help="Fold of the corpora: train, dev or test.")] = "dev",
    entities: Annotated[
        str, typer.Option(help="gold, or the entity model whose entities of Chia's types are given: end to end.")
    ] = "gold",
    errors: Errors = 0,
) -> None:
    """Relations of Chia and LCT: micro F1 with its interval, how far probabilities hold, then F1 by type."""
    import json

    from ..evaluate.relations import finder, predictor, score_relations
    from ..evaluate.run import shared_folder
    from ..ner.packages import tagger_of
    from ..relations import model_of
    from ..relations.gold import CORPORA

    find = None if entities == "gold" else finder(tagger_of(entities).entities)
    for corpus in CORPORA if find is None else CORPORA[:1]:
        folder = shared_folder(shared) / "corpora" / corpus / fold
        scores = score_relations(folder, corpus, predictor(model_of(model, corpus)), find)
        for row in [scores.summary(), *scores.reliability()]:
            typer.echo(json.dumps({"corpus": corpus, **row}))
        _report(scores, errors)


def _sentences(
    name: str, role: str, score: Any, shared: Path | None, output: Path | None, errors: int, config: Path | None
) -> None:
    from ..evaluate.run import load_gold, read_output, run_trials, sentence_trials, shared_folder
    from ..loading import load

    gold = load_gold(shared_folder(shared) / "gold" / "dev" / f"{name}_sentences.json")
    found = read_output(output) if output else run_trials(load(config), sentence_trials(gold, role))
    _report(score(gold, found), errors)


def _report(scores: Scores, errors: int) -> None:
    import json

    for row in scores.rows():
        typer.echo(json.dumps(row))
    for name, tally in scores.tallies.items():
        for what, items in (("missed", tally.missed), ("false", tally.false)):
            for trial, item in items[:errors]:
                typer.echo(f"{name} {what} {trial} {json.dumps(item, ensure_ascii=False)[:400]}")
