"""The one function that processes a shard, whoever calls it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from ..loading import load
from ..pipeline import Pipeline
from ..types import EligibilityRecord, Failure, Trial
from .ledger import Done
from .shards import Shard

_SLOWEST = 5


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to know besides the shard; it loads the pipeline from the configuration itself."""

    folder: Path
    config: str | None
    model: str
    made_by: str
    """The provenance of the records: version, configuration, model and extractors, as JSON."""
    seconds: float = 60.0
    """Time limit of one record."""
    characters: int = 5_000_000
    """Size limit of one record's text."""


@cache
def _pipeline(config: str | None, model: str) -> Pipeline:
    return load(config, model=model)


def process_shard(shard: Shard, job: Job) -> Done:
    """Write a shard's part files and return its ledger entry."""
    begin = time.perf_counter()
    pipeline = _pipeline(job.config, job.model)
    tally = _Tally()
    good, bad = job.folder / f"{shard.name}.jsonl", job.folder / f"{shard.name}.failures.jsonl"
    with _replacing(good) as records, _replacing(bad) as failures:
        for item in shard.items:
            started = time.perf_counter()
            result = item if isinstance(item, Failure) else _limited(pipeline, item, job)
            tally.add(result, time.perf_counter() - started)
            if isinstance(result, Failure):
                failures.write(result.model_dump_json(exclude_none=True).encode() + b"\n")
            else:
                records.write(orjson.dumps(result.to_json()) + b"\n")
    elapsed = time.perf_counter() - begin
    return tally.done(shard, job.made_by, elapsed)


class _Tally:
    def __init__(self) -> None:
        self.records = self.failures = 0
        self.warnings: Counter[str] = Counter()
        self.discrepancies: Counter[str] = Counter()
        self.slowest: list[tuple[float, str]] = []

    def add(self, result: EligibilityRecord | Failure, seconds: float) -> None:
        self.slowest = sorted([*self.slowest, (round(seconds, 4), result.trial_id or "")], reverse=True)[:_SLOWEST]
        if isinstance(result, Failure):
            self.failures += 1
            return
        self.records += 1
        self.warnings.update(warning.code for warning in result.warnings)
        self.discrepancies.update(f"{item.field}:{item.severity}" for item in result.discrepancies)

    def done(self, shard: Shard, made_by: str, seconds: float) -> Done:
        return Done(
            index=shard.index,
            digest=shard.digest,
            made_by=made_by,
            records=self.records,
            failures=self.failures,
            seconds=round(seconds, 3),
            warnings=dict(self.warnings),
            discrepancies=dict(self.discrepancies),
            slowest=self.slowest,
        )


@contextmanager
def _replacing(path: Path) -> Iterator[Any]:
    """Write a file under a temporary name; it appears whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _limited(pipeline: Pipeline, trial: Trial, job: Job) -> EligibilityRecord | Failure:
    """Extract one trial within the limits; one monstrous record must not stall a run."""
    size = sum(map(len, trial.fields.values()))
    if size > job.characters:
        return _refused(trial, "TooLarge", f"{size} characters of text; the limit is {job.characters}")
    try:
        with _deadline(job.seconds):
            return pipeline.extract_or_fail(trial)
    except _Late:
        return _refused(trial, "TooSlow", f"took longer than {job.seconds:g} s")


def _refused(trial: Trial, error: str, message: str) -> Failure:
    return Failure(
        trial_id=trial.trial_id,
        uri=trial.source.uri,
        stage="extract",
        error=error,
        message=message,
        sha256=trial.source.sha256,
    )


class _Late(BaseException):
    """Raised by the timer; not an Exception, so that nothing in the pipeline mistakes it for its own."""


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Raise _Late after some seconds; signals reach only a main thread, elsewhere there is no limit."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def late(number: int, frame: Any) -> None:
        raise _Late

    previous = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
