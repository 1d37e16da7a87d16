"""Run the pipeline over gold's inputs and hand the output to a measurement."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from ..errors import InputError
from ..pipeline import Pipeline
from ..sources import open_trials
from ..types import Failure, Region, SourceInfo, Trial
from .reading import Json
from .sentences import PREFIX

SHARED_VARIABLE = "ELIGEX_SHARED"


def shared_path(given: Path | None = None) -> Path:
    """Return where gold and corpora are, or are to be: given, or ELIGEX_SHARED, or ``../shared``."""
    return given or Path(os.environ.get(SHARED_VARIABLE, "../shared"))


def shared_folder(given: Path | None) -> Path:
    """Return the folder of gold and corpora; raise InputError where there is none."""
    folder = shared_path(given)
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; name the gold's folder with --shared or {SHARED_VARIABLE}")
    return folder


def read_output(path: Path) -> dict[str, Json]:
    """Return the records of an output file by trial id."""
    with path.open("rb") as handle:
        return {record["trial_id"]: record for record in map(orjson.loads, handle)}


def run_records(pipeline: Pipeline, path: Path) -> dict[str, Json]:
    """Extract every study of a file."""
    return run_trials(pipeline, (_good(item) for item in open_trials([path])))


def run_trials(pipeline: Pipeline, trials: Iterable[Trial]) -> dict[str, Json]:
    """Extract trials; return JSON records by trial id."""
    return {trial.trial_id: pipeline.extract(trial).to_json() for trial in trials}


def _good(item: Trial | Failure) -> Trial:
    if isinstance(item, Failure):
        raise InputError(f"{item.uri}: {item.message}")
    return item


def sentence_trials(gold: list[Json], role: str) -> Iterable[Trial]:
    """Make a trial of every gold sentence: an eligibility text of one item, or a summary."""
    prefix = PREFIX if role == "eligibility" else ""
    for item in gold:
        yield text_trial(item["id"], role, prefix + item["sentence"])


def text_trial(name: str, role: str, text: str) -> Trial:
    """Return a trial that consists of one text."""
    return Trial(
        trial_id=name,
        registry="unknown",
        fields={role: text},
        regions=(Region(role=role, field=role, start=0, end=len(text)),),
        source=SourceInfo(format="text", uri=name, sha256=""),
    )


def load_gold(path: Path) -> list[dict[str, Any]]:
    """Return a gold file's items."""
    if not path.exists():
        raise InputError(f"{path}: no such gold file")
    items: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return items
