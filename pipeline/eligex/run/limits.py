"""Extract one trial within limits; one monstrous record must not stall a run."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..pipeline import Pipeline
from ..types import EligibilityRecord, Failure, Trial

_PATIENCE = 20
"""How many times its limit a record may take by the clock, on a machine that is busy with other things."""
_SOONEST = 0.01


def extract_within(pipeline: Pipeline, trial: Trial, seconds: float, characters: int) -> EligibilityRecord | Failure:
    """Return the record of a trial, or the Failure ``TooLarge`` or ``TooSlow``."""
    size = sum(map(len, trial.fields.values()))
    if size > characters:
        return refused(trial, "TooLarge", f"{size} characters of text; the limit is {characters}")
    try:
        with _deadline(seconds):
            return pipeline.extract_or_fail(trial)
    except _Late:
        return refused(trial, "TooSlow", f"took longer than {seconds:g} s of computing")


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
    """Raise _Late once the process has computed for some seconds, or has been at it for many times as long.

    Computing time counts, so that what fails does not depend on what else the machine does. Signals reach only a main
    thread; elsewhere there is no limit.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    begin, computed = time.monotonic(), time.process_time()

    def late(number: int, frame: Any) -> None:
        left = seconds - (time.process_time() - computed)
        if left <= 0 or time.monotonic() - begin > _PATIENCE * seconds:
            raise _Late
        signal.setitimer(signal.ITIMER_REAL, max(left, _SOONEST))

    previous = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
