"""What the readers' tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from eligex.sources import open_trials
from eligex.types import Failure, Trial

DATA = Path(__file__).parent / "data"


@pytest.fixture
def data() -> Path:
    """The folder of sample files."""
    return DATA


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file below the test's folder."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


@pytest.fixture
def trials() -> Callable[[Path], list[Trial]]:
    """Read a path that must give trials alone."""

    def read(path: Path) -> list[Trial]:
        found = list(open_trials([path]))
        assert all(isinstance(item, Trial) for item in found), found
        return [item for item in found if isinstance(item, Trial)]

    return read


@pytest.fixture
def brief() -> Callable[[Path], list[str]]:
    """Read a path as a list of trial ids and, for failures, error codes."""

    def read(path: Path) -> list[str]:
        return [item.error if isinstance(item, Failure) else item.trial_id for item in open_trials([path])]

    return read
