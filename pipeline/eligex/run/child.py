"""The process at the other end of a crew: does one call after the other until its parent lets go of it.

A process of its own, not a thread: the time limit of a record needs a main thread, and a record that kills whoever
reads it must not take the run along. Not of ``multiprocessing`` either: the workers of dask may have no such children.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

IDLE = 120.0
"""Seconds without a call after which the process ends; a parent may outlive the run, as the workers of dask do."""

Call = tuple[Callable[..., Any], tuple[Any, ...]]
Answer = tuple[Any, Exception | None]


def main() -> None:
    """Answer pickled calls on standard input with pickled results on what was standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not stand between the answers
    calls: SimpleQueue[Call] = SimpleQueue()
    Thread(target=_receive, args=(sys.stdin.buffer, calls), daemon=True).start()
    while True:
        try:
            function, arguments = calls.get(timeout=IDLE)
        except Empty:
            return
        pickle.dump(_answer(function, arguments), answers)
        answers.flush()


def _receive(stream: BinaryIO, calls: SimpleQueue[Call]) -> None:
    """Take calls as they come; the end of the stream is the end of the parent, whatever is being done for it."""
    while True:
        try:
            calls.put(pickle.load(stream))
        except EOFError:
            os._exit(0)


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Answer:
    try:
        return function(*arguments), None
    except Exception as error:  # it belongs to the parent, with the place where it happened
        error.add_note(traceback.format_exc())
        return None, error


if __name__ == "__main__":
    main()
