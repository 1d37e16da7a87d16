"""The one function that processes a shard, whoever calls it."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import orjson

from ..errors import ConfigError, OutputError
from ..loading import load
from ..pipeline import Pipeline
from ..types import Failure
from .identity import made_by
from .ledger import Done
from .limits import extract_within, refused
from .shards import Item, Kept, Shard, Source

RECORDS, FAILURES, ENTRIES = KINDS = ("jsonl", "failures.jsonl", "entries.jsonl")
"""What a shard's part files end in: records, failures, and for each record its entry of the index."""

_SLOWEST = 5

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to know besides the shard; it loads the pipeline from the configuration itself."""

    folder: Path
    config: str | None
    model: str
    vocab: str | None
    made_by: str
    """What the records depend on besides their input: version, rules, configuration and model."""
    seconds: float = 60.0
    """Time limit of one record, of computing."""
    characters: int = 5_000_000
    """Size limit of one record's text."""

    @property
    def parts(self) -> Path:
        """Where the part files go."""
        return self.folder / "parts"


@cache
def _pipeline(config: str | None, model: str, vocab: str | None, expected: str) -> Pipeline:
    """Load the pipeline once a process; another machine's eligex must be the same as the run's."""
    pipeline = load(config, model=model, vocab=vocab)
    mine, wanted = orjson.loads(made_by(pipeline)), orjson.loads(expected)
    if mine != wanted:
        others = sorted(key for key in mine | wanted if mine.get(key) != wanted.get(key))
        raise ConfigError(f"a worker's eligex is not that of the run; they differ in {', '.join(others)}")
    return pipeline


def process_shard(shard: Shard, job: Job) -> Done:
    """Write a shard's part files and return its ledger entry. Raises OutputError when they cannot be written."""
    begin = time.perf_counter()
    tally = _Tally()
    try:
        with ExitStack() as stack:
            files = {kind: stack.enter_context(_replacing(job.parts / f"{shard.name}.{kind}")) for kind in KINDS}
            for item in shard.items:
                _write(item, job, tally, files)
    except OSError as error:
        raise OutputError(f"{error.filename or job.parts}: cannot write {shard.name}: {error.strerror}") from error
    return tally.done(shard, job.made_by, time.perf_counter() - begin)


def probe(item: Source, job: Job) -> None:
    """Extract one trial and forget the record, to see whether the process survives it."""
    _extracted(item, job, _Tally())


def _result(item: Item, job: Job, tally: _Tally) -> tuple[Json, bytes, str] | Failure:
    """Return a record, its line and the digest of its input, or a failure."""
    if isinstance(item, Kept):
        tally.kept += 1
        record = _kept(item, job.folder)
        return record, orjson.dumps(record), item.digest
    if isinstance(item, Failure):
        return item
    result = _extracted(item, job, tally)
    if isinstance(result, Failure):
        return result
    try:
        return result, orjson.dumps(result), item.digest
    except TypeError as error:  # e.g. a whole number beyond 64 bits
        return refused(item.trial, "Unwritable", str(error))


def _extracted(item: Source, job: Job, tally: _Tally) -> Json | Failure:
    started = time.perf_counter()
    pipeline = _pipeline(job.config, job.model, job.vocab, job.made_by)
    result = extract_within(pipeline, item.trial, job.seconds, job.characters)
    tally.timed(time.perf_counter() - started, item.trial.trial_id)
    return result if isinstance(result, Failure) else result.to_json()


def _kept(item: Kept, folder: Path) -> Json:
    """Return a record of the earlier run; only the name of the input may differ."""
    with (folder / "records.jsonl").open("rb") as handle:
        handle.seek(item.start)
        record: Json = orjson.loads(handle.read(item.size))
    record["source"]["uri"] = item.uri
    return record


def _write(item: Item, job: Job, tally: _Tally, files: dict[str, IO[bytes]]) -> None:
    result = _result(item, job, tally)
    if isinstance(result, Failure):
        tally.failed(result)
        files[FAILURES].write(result.model_dump_json(exclude_none=True).encode() + b"\n")
        return
    record, line, digest = result
    tally.record(record)
    files[RECORDS].write(line + b"\n")
    files[ENTRIES].write(orjson.dumps([record["trial_id"], digest, len(line) + 1]) + b"\n")


class _Tally:
    def __init__(self) -> None:
        self.records = self.kept = 0
        self.errors: Counter[str] = Counter()
        self.warnings: Counter[str] = Counter()
        self.discrepancies: Counter[str] = Counter()
        self.slowest: list[tuple[float, str]] = []

    def timed(self, seconds: float, trial_id: str) -> None:
        self.slowest = sorted([*self.slowest, (round(seconds, 4), trial_id)], reverse=True)[:_SLOWEST]

    def failed(self, failure: Failure) -> None:
        self.errors[f"{failure.stage}:{failure.error}"] += 1

    def record(self, record: Json) -> None:
        self.records += 1
        self.warnings.update(warning["code"] for warning in record.get("warnings", ()))
        self.discrepancies.update(f"{item['field']}:{item['severity']}" for item in record.get("discrepancies", ()))

    def done(self, shard: Shard, made_by: str, seconds: float) -> Done:
        return Done(
            index=shard.index,
            digest=shard.digest,
            made_by=made_by,
            records=self.records,
            failures=self.errors.total(),
            kept=self.kept,
            seconds=round(seconds, 3),
            errors=dict(self.errors),
            warnings=dict(self.warnings),
            discrepancies=dict(self.discrepancies),
            slowest=self.slowest,
        )


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """Write a file under a temporary name; it appears whole or not at all."""
    temporary = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with temporary.open("wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
