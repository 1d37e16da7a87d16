"""Cut the stream of trials into shards that know their own content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, islice

from ..types import Failure, Trial


@dataclass(frozen=True, slots=True)
class Source:
    """A trial of the input and the digest of all that its record depends on, save the name of the input."""

    trial: Trial
    digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A trial whose record of the earlier run still holds: where it lies, and the input it now comes from."""

    trial_id: str
    digest: str
    uri: str
    start: int
    size: int


Item = Source | Kept | Failure


@dataclass(frozen=True, slots=True)
class Shard:
    """Consecutive input records; ``digest`` changes with any of them."""

    index: int
    items: tuple[Item, ...]
    digest: str

    @property
    def name(self) -> str:
        """The stem of the shard's part files."""
        return f"part-{self.index:06d}"


def identified(items: Iterable[Trial | Failure]) -> Iterator[Source | Failure]:
    """Yield each trial with its digest; failures pass."""
    for item in items:
        yield item if isinstance(item, Failure) else Source(item, _digest(item))


def _digest(trial: Trial) -> str:
    return hashlib.sha256(trial.model_dump_json(exclude={"source": {"uri"}}).encode()).hexdigest()


def shards(items: Iterable[Item], size: int) -> Iterator[Shard]:
    """Yield shards of ``size`` records, in input order."""
    source = iter(items)
    for index in count():
        batch = tuple(islice(source, size))
        if not batch:
            return
        yield Shard(index, batch, hashlib.sha256(b"".join(map(_identity, batch))).hexdigest())


def _identity(item: Item) -> bytes:
    """Return what an item's output depends on, be it kept or made again."""
    if isinstance(item, Failure):
        return item.model_dump_json().encode() + b"\n"
    uri = item.uri if isinstance(item, Kept) else item.trial.source.uri
    return f"{item.digest} {uri}\n".encode()
