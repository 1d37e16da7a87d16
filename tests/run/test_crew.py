"""Worker processes that die, raise or are let go."""

from __future__ import annotations

import os
import signal
import sys
from threading import Timer

import pytest

from eligex.errors import EligexError
from eligex.run.crew import Crew, DismissedError, _Child, _DiedError


def test_what_a_worker_raises_is_raised_here() -> None:
    crew = Crew()
    with pytest.raises(ZeroDivisionError) as caught:
        crew._call(divmod, 1, 0)
    assert "child.py" in caught.value.__notes__[0]
    assert crew._call(divmod, 7, 2) == (3, 1)
    crew.dismiss()
    with pytest.raises(DismissedError):
        crew._call(divmod, 7, 2)


def test_a_worker_that_died_while_idle_is_replaced() -> None:
    crew = Crew()
    first = crew._call(os.getpid)
    os.kill(first, signal.SIGKILL)
    os.waitpid(first, 0)
    assert crew._call(os.getpid) != first
    crew.dismiss()


def test_a_worker_that_dies_over_a_long_call_says_so() -> None:
    crew = Crew()
    crew._call(os.getpid)
    (child,) = crew._idle
    child._process.send_signal(signal.SIGSTOP)  # it reads no more, so that the call fills the pipe
    Timer(0.5, child.kill).start()
    with pytest.raises(_DiedError):
        crew._call(len, b" " * 10_000_000)
    assert crew._call(len, b"  ") == 2
    crew.dismiss()


def test_a_worker_killed_while_it_starts_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    crew = Crew()
    call = _Child.call
    deaths = [True, False]

    def killed(child: _Child, *arguments: object) -> object:
        if deaths.pop(0):
            child.kill()
        return call(child, *arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(_Child, "call", killed)
        child = crew._taken()
    assert child.alive()
    crew._put_back(child)
    crew.dismiss()


def test_workers_that_cannot_be_started_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(EligexError, match="cannot be started"):
        Crew()._call(os.getpid)
