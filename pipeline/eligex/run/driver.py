"""Drive a run: skip what is done, keep what is unchanged, process the rest, put the parts together."""

from __future__ import annotations

import fcntl
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

import orjson

from ..addresses import without_password
from ..errors import InputError, OutputError
from ..loading import load
from ..sources import open_trials
from ..types import EligibilityRecord, Failure
from .cluster import run_cluster
from .compare import Comparison
from .finish import finish
from .identity import made_by
from .ledger import Done, Ledger
from .local import run_here, run_workers
from .report import RunReport
from .shards import Shard, identified, shards
from .work import KINDS, Job

Executor = Callable[[Iterable[Shard], Job], Iterator[Done]]
Tick = Callable[[Done], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run was asked to do; kept in its folder, so that it can be resumed and retried by the folder alone."""

    inputs: list[str]
    format: str | None = None
    columns: dict[str, str] | None = None
    config: str | None = None
    model: str = "none"
    vocab: str | None = None
    shard_size: int = 500
    seconds: float = 60.0
    characters: int = 5_000_000

    def to_json(self) -> dict[str, Any]:
        """Return what is kept: everything but the passwords of databases, which retrying gets as PostgreSQL does."""
        return asdict(self) | {"inputs": [without_password(item) for item in self.inputs]}


class Run:
    """A run of inputs into a folder.

    While it goes on the folder holds ``plan.json``, ``ledger.jsonl`` and ``parts/``; when it is done ``records.jsonl``,
    ``failures.jsonl``, ``changes.jsonl``, ``report.json`` and ``index.sqlite``, by which the next run knows what it
    can keep.
    """

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan = plan
        self.folder = folder.absolute()
        name = made_by(load(plan.config, model=plan.model, vocab=plan.vocab))
        self.job = Job(self.folder, plan.config, plan.model, plan.vocab, name, plan.seconds, plan.characters)

    @classmethod
    def reopen(cls, folder: Path) -> Run:
        """Return the run that a folder holds."""
        try:
            return cls(Plan(**orjson.loads((folder / "plan.json").read_bytes())), folder)
        except (OSError, ValueError, TypeError) as error:
            raise InputError(f"{folder} holds no run of 'eligex run': {error}") from error

    def execute(
        self,
        workers: int = 1,
        *,
        cluster: str | None = None,
        retry: bool = False,
        progress: Tick | None = None,
    ) -> RunReport:
        """Process what is neither done nor kept, with ``retry`` also the shards with failures; report on it all."""
        begin = time.perf_counter()
        report = RunReport(made_by=orjson.loads(self.job.made_by))
        tick = progress or (lambda done: None)
        try:
            with self._held(), Comparison(self.folder, self.job.made_by, report) as comparison:
                ledger = Ledger(self.folder / "ledger.jsonl")
                trials = identified(open_trials(self.plan.inputs, self.plan.format, self.plan.columns))
                todo = self._missing(
                    shards(comparison.items(trials), self.plan.shard_size), ledger, retry, report, tick
                )
                for done in _executor(workers, cluster)(todo, self.job):
                    ledger.add(done)
                    report.add(done)
                    tick(done)
                report.took(time.perf_counter() - begin)
                finish(self.folder, report, self.job.made_by, comparison, self.plan.inputs)
        except (OSError, sqlite3.Error) as error:
            raise OutputError(f"{self.folder}: the run cannot go on: {error}") from error
        return report

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Create the folder and keep other runs out of it."""
        self.job.parts.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise OutputError(f"{self.folder}: another run is writing here") from error
            self._clean()
            _replace(self.folder / "plan.json", orjson.dumps(self.plan.to_json()))
            yield

    def _clean(self) -> None:
        """Remove what a killed run left half written."""
        for path in (*self.folder.glob(".*.tmp"), *self.job.parts.glob(".part-*")):
            path.unlink(missing_ok=True)

    def _missing(
        self, every: Iterable[Shard], ledger: Ledger, retry: bool, report: RunReport, tick: Tick
    ) -> Iterator[Shard]:
        """Yield the shards that are to be done; count the others."""
        for shard in every:
            done = ledger.find(shard.index, shard.digest, self.job.made_by)
            there = all((self.job.parts / f"{shard.name}.{kind}").exists() for kind in KINDS)
            if done is None or not there or (retry and done.failures):
                yield shard
                continue
            report.skipped += 1
            report.add(done)
            tick(done)


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(content)
    temporary.replace(path)


def _executor(workers: int, cluster: str | None) -> Executor:
    if cluster:
        return partial(run_cluster, address=cluster, workers=workers)
    alone = workers == 1 and current_thread() is main_thread()  # elsewhere no record could be stopped
    return run_here if alone else partial(run_workers, workers=workers)


def read_run(folder: Path) -> Iterator[EligibilityRecord | Failure]:
    """Yield a finished run's records, then its failures."""
    for name, model in (("records.jsonl", EligibilityRecord), ("failures.jsonl", Failure)):
        with (folder / name).open("rb") as handle:
            for line in handle:
                yield model.model_validate(orjson.loads(line))
