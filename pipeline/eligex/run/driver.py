"""Drive a run: skip what is done, process the rest, put the parts together."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import orjson

from ..errors import InputError, OutputError
from ..loading import load
from ..sources import open_trials
from ..types import EligibilityRecord, Failure
from .cluster import run_cluster
from .ledger import Done, Ledger
from .local import run_here, run_workers
from .shards import Shard, shards
from .work import Job

Executor = Callable[[Iterable[Shard], Job], Iterator[Done]]

_KINDS = ("jsonl", "failures.jsonl")
"""What a shard's part files end in."""


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


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run was asked to do; kept in its folder, so that it can be resumed and retried by the folder alone."""

    inputs: list[str]
    format: str | None = None
    config: str | None = None
    model: str = "none"
    shard_size: int = 500


class Run:
    """A run of inputs into a folder: ``plan.json``, ``parts/``, ``ledger.jsonl``, and at the end ``records.jsonl``."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self._plan = plan
        self.folder = folder
        self.parts = folder / "parts"
        made_by = load(plan.config, model=plan.model).provenance
        self.job = Job(self.parts, plan.config, plan.model, made_by=made_by.model_dump_json())

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
        progress: Callable[[Done], None] | None = None,
    ) -> RunReport:
        """Process what the ledger lacks, with ``retry`` also the shards with failures, and report on the whole run."""
        self._prepare()
        ledger = Ledger(self.folder / "ledger.jsonl")
        report = RunReport()
        todo = self._missing(ledger, report, retry)
        for done in _executor(workers, cluster)(todo, self.job):
            ledger.add(done)
            report.add(done)
            if progress:
                progress(done)
        self._join(report.shards)
        return report

    def _prepare(self) -> None:
        try:
            self.parts.mkdir(parents=True, exist_ok=True)
            (self.folder / "plan.json").write_bytes(orjson.dumps(asdict(self._plan)))
        except OSError as error:
            raise OutputError(f"{self.folder}: cannot create the run's folder: {error.strerror}") from error

    def _missing(self, ledger: Ledger, report: RunReport, retry: bool) -> Iterator[Shard]:
        plan = self._plan
        for shard in shards(open_trials(plan.inputs, plan.format), plan.shard_size):
            there = all((self.parts / f"{shard.name}.{kind}").exists() for kind in _KINDS)
            known = there and ledger.has(shard.index, shard.digest, self.job.made_by)
            if known and not (retry and ledger.done[shard.index].failures):
                report.skipped += 1
                report.add(ledger.done[shard.index])
            else:
                yield shard

    def _join(self, count: int) -> None:
        """Put the parts together in input order; parts of an earlier, longer input are left out."""
        for kind in _KINDS:
            target = self.folder / ("records.jsonl" if kind == "jsonl" else kind)
            temporary = target.with_name(f".{target.name}")
            with temporary.open("wb") as out:
                for index in range(count):
                    with (self.parts / f"part-{index:06d}.{kind}").open("rb") as part:
                        shutil.copyfileobj(part, out)
            temporary.replace(target)


def _executor(workers: int, cluster: str | None) -> Executor:
    if cluster:
        return partial(run_cluster, address=cluster, workers=workers)
    return run_here if workers == 1 else partial(run_workers, workers=workers)


def read_run(folder: Path) -> Iterator[EligibilityRecord | Failure]:
    """Yield a finished run's records, then its failures."""
    for name, model in (("records.jsonl", EligibilityRecord), ("failures.jsonl", Failure)):
        with (folder / name).open("rb") as handle:
            for line in handle:
                yield model.model_validate(orjson.loads(line))
