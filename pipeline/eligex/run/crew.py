"""Processes that do shards for a run; they may die, the run does not."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from threading import Lock
from typing import TypeVar

from ..errors import EligexError
from .ledger import Done
from .limits import refused
from .shards import Item, Shard, Source
from .work import Job, probe, process_shard

_TRIES = 3
"""Deaths over a shard before its records are tried one by one, or while starting before the run gives up."""

T = TypeVar("T")


class _DiedError(Exception):
    """A process ended over a call."""


class DismissedError(Exception):
    """The crew was let go while a shard was being done."""


class Crew:
    """As many processes as there are threads that ask for one; they stay for the next shard."""

    def __init__(self) -> None:
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()
        self._lock = Lock()
        self._dismissed = False

    def process(self, shard: Shard, job: Job) -> Done:
        """Process a shard; one that kills its process is tried again, then without the records that do it."""
        for _ in range(_TRIES):
            try:
                return self._call(process_shard, shard, job)
            except _DiedError:
                continue
        harmless = replace(shard, items=tuple(self._survived(item, job) for item in shard.items))
        return self._call(process_shard, harmless, job)

    def dismiss(self) -> None:
        """End all processes; who waits for one gets a DismissedError."""
        with self._lock:
            self._dismissed = True
            for child in self._busy:
                child.kill()  # its thread buries it
            for child in self._idle:
                child.end()
            self._idle.clear()

    def _survived(self, item: Item, job: Job) -> Item:
        """Try a record alone; one that kills its process becomes a failure."""
        if not isinstance(item, Source):
            return item
        try:
            self._call(probe, item, job)
        except _DiedError:
            return refused(item.trial, "WorkerDied", "the worker process died over this record")
        return item

    def _call(self, function: Callable[..., T], *arguments: object) -> T:
        child = self._taken()
        try:
            return child.call(function, *arguments)
        finally:
            self._put_back(child)

    def _taken(self) -> _Child:
        child = self._rested() or _started()  # outside the lock: starting takes a second
        with self._lock:
            self._busy.add(child)
        if self._dismissed:
            self._put_back(child)
            raise DismissedError
        return child

    def _rested(self) -> _Child | None:
        """Return a process that waits for work; bury those that have ended meanwhile."""
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.alive():
                    return child
                child.end()
        return None

    def _put_back(self, child: _Child) -> None:
        with self._lock:
            self._busy.discard(child)
            if child.alive() and not self._dismissed:
                self._idle.append(child)
            else:
                child.end()


class _Child:
    """One process that does one call at a time. Raises _DiedError where it dies before it is ready."""

    def __init__(self) -> None:
        path = os.pathsep.join(entry for entry in sys.path if entry)  # as the parent may have changed it
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"{__package__}.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
        )
        self._broken = False
        try:
            self.call(os.getpid)
        except _DiedError:
            self.end()
            raise

    def call(self, function: Callable[..., T], *arguments: object) -> T:
        """Return what the function returns there, or raise what it raises; _DiedError when no answer comes."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            pickle.dump((function, arguments), self._process.stdin)
            self._process.stdin.flush()
            result, error = pickle.load(self._process.stdout)
        except BaseException as problem:  # half a call or half an answer: nothing more can be said through the pipe
            self._broken = True
            if isinstance(problem, (EOFError, OSError, pickle.UnpicklingError)):
                raise _DiedError from problem
            raise
        if error:
            raise error
        return result  # type: ignore[no-any-return]

    def alive(self) -> bool:
        """Tell whether it can take another call."""
        return not self._broken and self._process.poll() is None

    def kill(self) -> None:
        """Make it end; whoever waits for its answer learns so."""
        self._process.kill()

    def end(self) -> None:
        """Kill it and close its pipes."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(BrokenPipeError):  # of the rest of a call that it has died over
                    pipe.close()


def _started() -> _Child:
    """Return a new process; one that is killed meanwhile is replaced."""
    for _ in range(_TRIES):
        try:
            return _Child()
        except _DiedError:
            continue
    raise EligexError("worker processes cannot be started; standard error says why")
