"""A dump of project-written studies with an id of their own each."""

from __future__ import annotations

from pathlib import Path

import pytest

from .samples import write_dump


@pytest.fixture(scope="session")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty studies, one of them broken."""
    return write_dump(tmp_path_factory.mktemp("dump") / "dump.jsonl", 40, broken={17})
