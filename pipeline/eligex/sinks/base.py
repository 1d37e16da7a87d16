"""What every sink does: open, write records and failures, close."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

from ..types import EligibilityRecord, Failure

Item = EligibilityRecord | Failure


class Sink(Protocol):
    """A place that records go to. Writing the same trial again replaces it."""

    def __enter__(self) -> Self: ...

    def write(self, item: Item) -> None:
        """Take one record or failure."""

    def withdraw(self, trial_id: str) -> None:
        """Forget a trial that its registry no longer has; a sink that starts empty has nothing to forget."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
