"""Run shards here: in this process, or on local worker processes that may die."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for

from ..errors import EligexError
from .ledger import Done
from .shards import Shard
from .work import Job, process_shard

_AHEAD = 2
"""Shards in flight a worker: enough to keep it busy, few enough to keep memory flat."""
_TRIES = 3


def run_here(shards: Iterable[Shard], job: Job) -> Iterator[Done]:
    """Process shards one after the other in this process."""
    for shard in shards:
        yield process_shard(shard, job)


def run_workers(shards: Iterable[Shard], job: Job, workers: int) -> Iterator[Done]:
    """Process shards on worker processes; a killed worker costs its shards a second try, never the run."""
    source = iter(shards)
    tries: dict[int, int] = {}
    pool = _pool(workers)
    flying: dict[Future[Done], Shard] = {}
    try:
        while True:
            _fill(pool, flying, source, job, workers)
            if not flying:
                return
            finished, _ = wait(flying, return_when=FIRST_COMPLETED)
            lost: list[Shard] = []
            for future in finished:
                shard = flying.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    lost.append(shard)
            if lost:
                lost += [flying.pop(future) for future in list(flying)]
                pool.shutdown(wait=False, cancel_futures=True)
                pool = _pool(workers)
                for shard in sorted(lost, key=lambda shard: shard.index):
                    _count_try(shard, tries)
                    flying[pool.submit(process_shard, shard, job)] = shard
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


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


def _fill(
    pool: ProcessPoolExecutor, flying: dict[Future[Done], Shard], source: Iterator[Shard], job: Job, workers: int
) -> None:
    while len(flying) < workers * _AHEAD:
        shard = next(source, None)
        if shard is None:
            return
        flying[pool.submit(process_shard, shard, job)] = shard


def _count_try(shard: Shard, tries: dict[int, int]) -> None:
    tries[shard.index] = tries.get(shard.index, 1) + 1
    if tries[shard.index] > _TRIES:
        first = shard.items[0]
        raise EligexError(
            f"{shard.name} (from {first.trial_id}) was in flight each of {_TRIES} times that a worker died; "
            "run again with --workers 1 to find the record, or with a smaller --shard-size"
        )
