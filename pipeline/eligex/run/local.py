"""Run shards here: in this process, or on worker processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice

from .crew import Crew
from .ledger import Done
from .shards import Shard
from .work import Job, process_shard

_AHEAD = 2
"""Shards in flight a worker: enough to keep it busy, few enough to keep memory flat."""


def run_here(shards: Iterable[Shard], job: Job) -> Iterator[Done]:
    """Process shards one after the other in this process."""
    for shard in shards:
        yield process_shard(shard, job)


def run_workers(shards: Iterable[Shard], job: Job, workers: int) -> Iterator[Done]:
    """Process shards on worker processes; a killed worker costs its shard another try, never the run."""
    source = iter(shards)
    crew = Crew()
    with ThreadPoolExecutor(workers) as threads:
        try:
            flying: set[Future[Done]] = set()
            while True:
                room = workers * _AHEAD - len(flying)
                flying |= {threads.submit(crew.process, shard, job) for shard in islice(source, room)}
                if not flying:
                    return
                ended, flying = wait(flying, return_when=FIRST_COMPLETED)
                for future in ended:
                    yield future.result()
        finally:
            crew.dismiss()
            threads.shutdown(wait=False, cancel_futures=True)
