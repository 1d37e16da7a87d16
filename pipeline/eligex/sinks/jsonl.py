"""``jsonl:records.jsonl`` or a plain path: one record a line; failures go to a sibling file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import orjson

from ..errors import OutputError
from ..types import Failure
from .base import Item


def failures_beside(output: Path) -> Path:
    """Return where the failures of an output file go."""
    return output.with_suffix(".failures.jsonl")


class JsonlSink:
    """Writes records as JSON Lines; ``-`` is standard output, with failures on standard error."""

    def __init__(self, target: str = "-", failures: str | None = None) -> None:
        self._output = None if target == "-" else Path(target)
        beside = failures_beside(self._output) if self._output else None
        self._failures = Path(failures) if failures else beside
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._good = self._open(self._output, sys.stdout)
        self._bad = self._open(self._failures, sys.stderr)
        return self

    def _open(self, path: Path | None, stream: IO[str]) -> IO[str]:
        if path is None:
            return stream
        with self._clear_errors():
            return self._stack.enter_context(path.open("w", encoding="utf-8", newline="\n"))

    def write(self, item: Item) -> None:
        """Write one line. Raises OutputError when a file takes no more."""
        with self._clear_errors():
            if isinstance(item, Failure):
                self._bad.write(item.model_dump_json(exclude_none=True) + "\n")
            else:
                self._good.write(orjson.dumps(item.to_json()).decode() + "\n")

    def withdraw(self, trial_id: str) -> None:
        """Do nothing: the file started empty."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._clear_errors(), self._stack:
            self._good.flush()
            self._bad.flush()

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if self._output is None:  # a pipe that is closed ends the command, as everywhere
                raise
            raise OutputError(f"{error.filename or self._output}: cannot write: {error.strerror}") from error
