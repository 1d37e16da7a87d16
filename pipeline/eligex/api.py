"""The Python API: text or trials in, records out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from .errors import InputError
from .loading import load
from .pipeline import Pipeline
from .sources import open_trials
from .sources.text import trial_from_text
from .types import EligibilityRecord, Failure, Trial


@cache
def _default() -> Pipeline:
    return load()


def extract(trial: Trial | str, nlp: Pipeline | None = None) -> EligibilityRecord:
    """Return the record of a trial, or of bare eligibility text given as a string."""
    pipeline = nlp or _default()
    return pipeline.extract(trial if isinstance(trial, Trial) else trial_from_text(trial))


def extract_many(
    inputs: Iterable[str | Path],
    nlp: Pipeline | None = None,
    *,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[EligibilityRecord | Failure]:
    """Yield one record or failure for every study in the given files, folders and archives.

    ``columns`` says what the columns of a table of your own hold: ``{"crit": "eligibility", "no": "id"}``.
    Raises InputError when a path does not exist.
    """
    paths = list(inputs)
    if not paths:
        raise InputError("no input given; name a file, a folder, or '-' for standard input")
    pipeline = nlp or _default()
    yield from pipeline.extract_many(open_trials(paths, format, columns))
