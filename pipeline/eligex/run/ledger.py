"""What a run has finished: one line a shard, appended when its part files are in place."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

import orjson


@dataclass(frozen=True, slots=True)
class Done:
    """A finished shard; ``digest`` is of its input, ``made_by`` the provenance of what processed it."""

    index: int
    digest: str
    made_by: str
    records: int
    failures: int
    kept: int
    seconds: float
    errors: dict[str, int] = field(default_factory=dict)
    warnings: dict[str, int] = field(default_factory=dict)
    discrepancies: dict[str, int] = field(default_factory=dict)
    slowest: list[tuple[float, str]] = field(default_factory=list)


class Ledger:
    """An append-only file of finished shards. A line torn by a kill is ignored: its shard is done again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.done: dict[int, Done] = {}
        if path.exists():
            self._read()

    def _read(self) -> None:
        text = self._path.read_bytes()
        for line in text.splitlines():
            try:
                entry = Done(**orjson.loads(line))
            except (orjson.JSONDecodeError, TypeError):
                continue  # torn by a kill, or by an older version: the shard counts as not done
            self.done[entry.index] = entry
        if text and not text.endswith(b"\n"):
            self._append(b"\n")

    def find(self, index: int, digest: str, made_by: str) -> Done | None:
        """Return the entry of a shard of this content made by the same version, configuration and model."""
        entry = self.done.get(index)
        return entry if entry and (entry.digest, entry.made_by) == (digest, made_by) else None

    def add(self, entry: Done) -> None:
        """Record a finished shard durably."""
        self._append(orjson.dumps(asdict(entry)) + b"\n")
        self.done[entry.index] = entry

    def _append(self, line: bytes) -> None:
        with self._path.open("ab") as handle:
            handle.write(line)
            handle.flush()
            os.fsync(handle.fileno())
