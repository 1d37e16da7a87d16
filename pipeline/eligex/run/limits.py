"""Extract one trial within limits; one monstrous record must not stall a run."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..pipeline import Pipeline
from ..types import EligibilityRecord, Failure, Trial


def extract_within(pipeline: Pipeline, trial: Trial, seconds: float, characters: int) -> EligibilityRecord | Failure:
    """Return the record of a trial, or the Failure ``TooLarge`` or ``TooSlow``."""
    size = sum(map(len, trial.fields.values()))
    if size > characters:
        return refused(trial, "TooLarge", f"{size} characters of text; the limit is {characters}")
    try:
        with _deadline(seconds):
            return pipeline.extract_or_fail(trial)
    except _Late:
        return refused(trial, "TooSlow", f"took longer than {seconds:g} s")


def refused(trial: Trial, error: str, message: str) -> Failure:
    """Return the Failure of a trial that the run could not extract."""
    return Failure(
        trial_id=trial.trial_id,
        uri=trial.source.uri,
        stage="extract",
        error=error,
        message=message,
        sha256=trial.source.sha256,
    )


class _Late(BaseException):
    """Raised by the timer; not an Exception, so that nothing in the pipeline mistakes it for its own."""


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Raise _Late after some seconds; signals reach only a main thread, elsewhere there is no limit."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def late(number: int, frame: Any) -> None:
        raise _Late

    previous = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
