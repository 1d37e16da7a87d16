"""Drive a run: skip what is done, process the rest, put the parts together."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from ..errors import OutputError
from ..loading import load
from ..sources import open_trials
from ..types import EligibilityRecord, Failure
from .ledger import Done, Ledger
from .local import run_here, run_workers
from .shards import Shard, shards
from .work import Job

Executor = Callable[[Iterable[Shard], Job], Iterator[Done]]


@dataclass
class RunReport:
    """What a run did, summed over its shards."""

    shards: int = 0
    skipped: int = 0
    records: int = 0
    failures: int = 0
    seconds: float = 0.0
    warnings: Counter[str] = field(default_factory=Counter)
    discrepancies: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)

    def add(self, done: Done) -> None:
        """Count a finished shard."""
        self.shards += 1
        self.records += done.records
        self.failures += done.failures
        self.seconds += done.seconds
        self.warnings.update(done.warnings)
        self.discrepancies.update(done.discrepancies)
        self.slowest = sorted([*self.slowest, *((s, name) for s, name in done.slowest)], reverse=True)[:10]


class Run:
    """A run of inputs into a folder: ``parts/``, ``ledger.jsonl``, and at the end ``records.jsonl``."""

    def __init__(
        self, inputs: Sequence[str | Path], folder: Path, *, format: str | None, config: str | None, shard_size: int
    ) -> None:
        self._inputs = list(inputs)
        self._format = format
        self._size = shard_size
        self.folder = folder
        self.parts = folder / "parts"
        digest = load(config).provenance.config_sha256
        self.job = Job(folder=self.parts, config=config, config_sha256=digest)

    def execute(self, workers: int = 1, progress: Callable[[Done], None] | None = None) -> RunReport:
        """Process what the ledger lacks and return the report of the whole run."""
        self._prepare()
        ledger = Ledger(self.folder / "ledger.jsonl")
        report = RunReport()
        seen: list[int] = []
        todo = self._missing(ledger, report, seen)
        executed = run_here(todo, self.job) if workers == 1 else run_workers(todo, self.job, workers)
        for done in executed:
            ledger.add(done)
            report.add(done)
            if progress:
                progress(done)
        self._join(len(seen))
        return report

    def _prepare(self) -> None:
        try:
            self.parts.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{self.folder}: cannot create the run's folder: {error.strerror}") from error

    def _missing(self, ledger: Ledger, report: RunReport, seen: list[int]) -> Iterator[Shard]:
        for shard in shards(open_trials(self._inputs, self._format), self._size):
            seen.append(shard.index)
            there = (self.parts / f"{shard.name}.jsonl").exists()
            if there and ledger.has(shard.index, shard.digest, self.job.config_sha256):
                report.skipped += 1
                report.add(ledger.done[shard.index])
            else:
                yield shard

    def _join(self, count: int) -> None:
        """Put the parts together in input order; parts of an earlier, longer input are left out."""
        for kind in ("jsonl", "failures.jsonl"):
            target = self.folder / ("records.jsonl" if kind == "jsonl" else kind)
            temporary = target.with_name(f".{target.name}")
            with temporary.open("wb") as out:
                for index in range(count):
                    with (self.parts / f"part-{index:06d}.{kind}").open("rb") as part:
                        shutil.copyfileobj(part, out)
            temporary.replace(target)


def read_run(folder: Path) -> Iterator[EligibilityRecord | Failure]:
    """Yield a finished run's records, then its failures."""
    for name, model in (("records.jsonl", EligibilityRecord), ("failures.jsonl", Failure)):
        with (folder / name).open("rb") as handle:
            for line in handle:
                yield model.model_validate(orjson.loads(line))
