"""Run shards on dask.distributed, a local cluster or one that is there already (extra ``dask``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from ..sinks.extras import need
from .ledger import Done
from .shards import Shard
from .work import Job, process_shard

_AHEAD = 2
_RETRIES = 2


def run_cluster(shards: Iterable[Shard], job: Job, address: str, workers: int) -> Iterator[Done]:
    """Process shards on a cluster; ``address`` is ``local`` or ``tcp://host:port``.

    The workers of a remote cluster must see the run's folder under the same path and have this eligex installed.
    """
    dask = need("dask.distributed", "dask")
    with _client(dask, address, workers) as client:
        source = iter(shards)
        slots = _AHEAD * max(1, len(client.scheduler_info()["workers"]))
        flying = dask.as_completed([_submit(client, shard, job) for shard in islice(source, slots)])
        for future in flying:
            yield future.result()
            for shard in islice(source, 1):
                flying.add(_submit(client, shard, job))


def _client(dask: Any, address: str, workers: int) -> Any:
    if address == "local":
        return dask.Client(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    return dask.Client(address)


def _submit(client: Any, shard: Shard, job: Job) -> Any:
    return client.submit(process_shard, shard, job, pure=False, retries=_RETRIES)
