"""What a run did: ``report.json`` in its folder."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from .ledger import Done

_SLOWEST = 10


@dataclass
class RunReport:
    """Counts of a whole run, and how its trials compare with those of the run that the folder held before.

    ``records`` and ``failures`` are what the output holds; ``kept`` of the records came from the earlier run.
    ``added``, ``changed``, ``unchanged`` and ``withdrawn`` compare the inputs, whatever was made anew from them; where
    ``unread`` files broke off, no trial is taken for withdrawn.
    """

    shards: int = 0
    skipped: int = 0
    records: int = 0
    failures: int = 0
    kept: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    repeated: int = 0
    unread: int = 0
    seconds: float = 0.0
    trials_per_second: float = 0.0
    errors: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    discrepancies: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    made_by: dict[str, Any] = field(default_factory=dict)

    def add(self, done: Done) -> None:
        """Count a finished shard."""
        self.shards += 1
        self.records += done.records
        self.failures += done.failures
        self.kept += done.kept
        self.errors.update(done.errors)
        self.warnings.update(done.warnings)
        self.discrepancies.update(done.discrepancies)
        self.slowest = sorted([*self.slowest, *((s, name) for s, name in done.slowest)], reverse=True)[:_SLOWEST]

    def took(self, seconds: float) -> None:
        """Note how long it took."""
        self.seconds = round(seconds, 3)
        self.trials_per_second = round((self.records + self.failures) / seconds, 2)

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON, counts from the most frequent down."""
        counted = {key: dict(getattr(self, key).most_common()) for key in ("errors", "warnings", "discrepancies")}
        return asdict(self) | counted
