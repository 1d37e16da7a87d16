"""Compare a dump with the one that the folder's finished run was made from, trial by trial, as it streams past."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson

from ..types import Failure
from .index import Index
from .report import RunReport
from .shards import Item, Kept, Source

NAME = "changes.jsonl"


class Comparison:
    """Replaces trials whose earlier record still holds by Kept, counts, and lists what differs in ``changes.jsonl``.

    Without an earlier run nothing is listed: all would be added.
    """

    def __init__(self, folder: Path, made_by: str, report: RunReport) -> None:
        self._folder = folder
        self._made_by = made_by
        self._report = report
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        base = Index.open(self._folder)
        self._base = self._stack.enter_context(base) if base else None
        self._holds = base is not None and base.made_by == self._made_by
        self._changes = self._stack.enter_context((self._folder / f".{NAME}.tmp").open("wb"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def items(self, source: Iterable[Source | Failure]) -> Iterator[Item]:
        """Yield every item, kept where it can be."""
        for item in source:
            yield item if isinstance(item, Failure) else self._compared(item)

    def _compared(self, item: Source) -> Item:
        name = item.trial.trial_id
        known = self._base.find(name) if self._base else {}
        place = known.get(item.digest)
        if place is None:
            self._count(name, "changed" if known else "added")
        else:
            self._report.unchanged += 1
            if self._holds:
                return Kept(name, item.digest, item.trial.source.uri, *place)
        return item

    def finish(self, after: Index, failed: Container[str]) -> None:
        """List the trials that the run, indexed by ``after``, holds neither as record nor as failure.

        None is taken for withdrawn where a file could not be read to its end: it may hold them.
        """
        for name in self._base.ids() if self._base and not self._report.unread else ():
            if name not in failed and not after.find(name):
                self._count(name, "withdrawn")
        self._changes.flush()
        os.fsync(self._changes.fileno())

    def _count(self, name: str, change: str) -> None:
        setattr(self._report, change, getattr(self._report, change) + 1)
        if self._base:
            self._changes.write(orjson.dumps({"trial_id": name, "change": change}) + b"\n")


def withdrawn_trials(folder: Path) -> Iterator[str]:
    """Yield the trials that the last run of a folder found gone."""
    with (folder / NAME).open("rb") as handle:
        for line in handle:
            entry = orjson.loads(line)
            if entry["change"] == "withdrawn":
                yield entry["trial_id"]
