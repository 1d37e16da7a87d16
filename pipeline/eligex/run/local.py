"""Run shards here: in this process, or on local worker processes that may die."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing.connection import wait as wait_for

from .ledger import Done
from .limits import refused
from .shards import Item, Shard, Source
from .work import Job, probe, process_shard

_AHEAD = 2
"""Shards in flight a worker: enough to keep it busy, few enough to keep memory flat."""
_TRIES = 3


def run_here(shards: Iterable[Shard], job: Job) -> Iterator[Done]:
    """Process shards one after the other in this process."""
    for shard in shards:
        yield process_shard(shard, job)


def run_workers(shards: Iterable[Shard], job: Job, workers: int) -> Iterator[Done]:
    """Process shards on worker processes; a killed worker costs its shards another try, never the run."""
    crew = _Crew(job, workers)
    source = iter(shards)
    try:
        while True:
            while len(crew.flying) < workers * _AHEAD and (shard := next(source, None)) is not None:
                crew.submit(shard)
            if not crew.flying:
                return
            yield from crew.finished()
    finally:
        crew.dismiss()


class _Crew:
    """Worker processes and the shards they have; when one dies all are replaced and their shards start again."""

    def __init__(self, job: Job, workers: int) -> None:
        self._job = job
        self._workers = workers
        self._pool = _pool(workers)
        self._tries: Counter[int] = Counter()
        self.flying: dict[Future[Done], Shard] = {}

    def submit(self, shard: Shard) -> None:
        """Hand out a shard."""
        try:
            self.flying[self._pool.submit(process_shard, shard, self._job)] = shard
        except BrokenProcessPool:  # a worker died while idle
            self._start_again([shard])

    def finished(self) -> list[Done]:
        """Wait until a shard is finished, or lost with its worker and handed out again."""
        ended, _ = wait(self.flying, return_when=FIRST_COMPLETED)
        done: list[Done] = []
        lost: list[Shard] = []
        for future in ended:
            shard = self.flying.pop(future)
            if isinstance(error := future.exception(), BrokenProcessPool):
                lost.append(shard)
            elif error:
                raise error
            else:
                done.append(future.result())
        if lost:
            self._start_again(lost)
        return done

    def _start_again(self, lost: list[Shard]) -> None:
        shards = sorted([*lost, *self.flying.values()], key=lambda shard: shard.index)
        self.dismiss()
        self.flying.clear()
        self._pool = _pool(self._workers)
        for shard in shards:
            self._tries[shard.index] += 1
            self.submit(_without_killers(shard, self._job) if self._tries[shard.index] == _TRIES else shard)

    def dismiss(self) -> None:
        """Let the workers go; what they have not begun is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _without_killers(shard: Shard, job: Job) -> Shard:
    """Try each record of a shard alone; one that kills its worker becomes a failure."""
    pool = _pool(1)
    items: list[Item] = []
    for item in shard.items:
        if isinstance(item, Source):
            try:
                pool.submit(probe, item, job).result()
            except BrokenProcessPool:
                pool = _pool(1)
                items.append(refused(item.trial, "WorkerDied", "the worker process died over this record"))
                continue
        items.append(item)
    pool.shutdown()
    return replace(shard, items=tuple(items))


def _pool(workers: int) -> ProcessPoolExecutor:
    # spawn: a forked child would inherit locks of threads that do not exist in it
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """End a worker whose parent was killed; it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)
