"""Run shards on dask.distributed, a local cluster or one that is there already (extra ``dask``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from ..errors import EligexError
from ..extras import need
from .crew import Crew
from .ledger import Done
from .shards import Shard
from .work import Job

_AHEAD = 2
_RETRIES = 2
# A shard is some ten megabytes of text; it travels with its task, so that a lost worker does not take it along.
_LARGE = {"distributed.admin.large-graph-warning-threshold": "1GB"}


def run_cluster(shards: Iterable[Shard], job: Job, address: str, workers: int) -> Iterator[Done]:
    """Process shards on a cluster; ``address`` is ``local`` or ``tcp://host:port``.

    The workers of a remote cluster must see the run's folder under the same path and have this eligex installed.
    """
    dask = need("dask.distributed", "dask")
    with need("dask", "dask").config.set(_LARGE), _client(dask, address, workers) as client:
        source = iter(shards)
        slots = _AHEAD * max(1, sum(client.nthreads().values()))
        flying = dask.as_completed([_submit(client, shard, job) for shard in islice(source, slots)])
        for future in flying:
            yield _result(future, dask)
            for shard in islice(source, 1):
                flying.add(_submit(client, shard, job))


def _result(future: Any, dask: Any) -> Done:
    try:
        done: Done = future.result()
    except dask.KilledWorker as error:
        raise EligexError(f"the cluster loses its workers over a shard: {error}") from error
    return done


def _client(dask: Any, address: str, workers: int) -> Any:
    if address == "local":
        return dask.Client(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    try:
        return dask.Client(address)
    except OSError as error:
        raise EligexError(f"{address}: no dask scheduler answers: {error}") from error


def _submit(client: Any, shard: Shard, job: Job) -> Any:
    return client.submit(_process, shard, job, pure=False, retries=_RETRIES)


@cache
def _crew() -> Crew:
    """The crew of one dask worker: it runs tasks in threads, where no record can be stopped."""
    return Crew()


def _process(shard: Shard, job: Job) -> Done:
    return _crew().process(shard, job)
