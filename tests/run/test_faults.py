"""A few disturbed runs of the fault script."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..sinks.server import binaries
from .disks import can_mount
from .faults import disturb


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_a_few_disturbed_runs(tmp_path: Path) -> None:
    kinds = ["parent", "disk", "workers", "disk", *(["postgres"] if binaries() else [])]
    kinds += ["tmpfs"] if can_mount(tmp_path) else []
    results = disturb(tmp_path, kinds, seed=0, studies=24)
    assert all(right for _, right in results), results
