"""Cut the stream of trials into shards that know their own content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, islice

from ..types import Failure, Trial


@dataclass(frozen=True, slots=True)
class Shard:
    """Consecutive input records; ``digest`` changes with any of them."""

    index: int
    items: tuple[Trial | Failure, ...]
    digest: str

    @property
    def name(self) -> str:
        """The stem of the shard's part file."""
        return f"part-{self.index:06d}"


def shards(items: Iterable[Trial | Failure], size: int) -> Iterator[Shard]:
    """Yield shards of ``size`` records, in input order."""
    source = iter(items)
    for index in count():
        batch = tuple(islice(source, size))
        if not batch:
            return
        yield Shard(index, batch, _digest(batch))


def _digest(batch: tuple[Trial | Failure, ...]) -> str:
    state = hashlib.sha256()
    for item in batch:
        state.update(_identity(item))
    return state.hexdigest()


def _identity(item: Trial | Failure) -> bytes:
    if isinstance(item, Failure):
        return item.model_dump_json().encode("utf-8", "backslashreplace")
    return f"{item.trial_id} {item.source.format} {item.source.sha256}\n".encode("utf-8", "backslashreplace")
