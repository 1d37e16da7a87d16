"""A few disturbed runs of the fault script, and a record that kills whoever reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ..sinks.server import binaries
from .faults import disturb
from .samples import write_dump


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_a_few_disturbed_runs(tmp_path: Path) -> None:
    kinds = ["parent", "disk", "parent", "disk", *(["postgres"] if binaries() else [])]
    results = disturb(tmp_path, kinds, seed=0, studies=24)
    assert all(right for _, right in results), results


KILLER = """
import os

from eligex.registry import extractors


class Killer:
    version = "1"

    def __call__(self, unit):
        if "kill the reader" in unit.text:
            os._exit(9)
        return iter(())


@extractors("killer.v1")
def create():
    return Killer()
"""


def _killer(folder: Path) -> tuple[dict[str, str], Path]:
    """Install an extractor that kills its process; return the environment and the configuration that use it."""
    info = folder / "killer-0.dist-info"
    info.mkdir()
    (folder / "killer.py").write_text(KILLER)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: killer\nVersion: 0\n")
    (info / "entry_points.txt").write_text("[eligex_extractors]\nkiller.v1 = killer:create\n")
    import eligex

    package = Path(eligex.__file__).parent
    lines = (package / "default_config.cfg").read_text("utf-8").splitlines()
    place = lines.index("[components.eligex_extract.extractors]")
    config = folder / "killer.cfg"
    config.write_text("\n".join([*lines[: place + 1], 'killer = {"@extractors":"killer.v1"}', *lines[place + 1 :]]))
    return os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{package.parent}"}, config


@pytest.mark.slow
def test_a_record_that_kills_its_worker_becomes_a_failure(tmp_path: Path) -> None:
    environment, config = _killer(tmp_path)
    dump = write_dump(tmp_path / "dump.jsonl", 8)
    studies = dump.read_text("utf-8").splitlines()
    bad = json.loads(studies[5])
    bad["protocolSection"]["eligibilityModule"]["eligibilityCriteria"] += "\n* Wishes to kill the reader"
    studies[5] = json.dumps(bad)
    dump.write_text("\n".join(studies) + "\n", "utf-8")
    arguments = ["run", str(dump), "-o", str(tmp_path / "out"), "-w", "2", "--shard-size", "4", "-c", str(config)]
    command = [sys.executable, "-m", "eligex", *arguments, "--model", "none"]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=300, check=False)
    assert done.returncode == 1, done.stderr
    assert len((tmp_path / "out" / "records.jsonl").read_bytes().splitlines()) == 7
    (failure,) = (tmp_path / "out" / "failures.jsonl").read_bytes().splitlines()
    assert json.loads(failure)["error"] == "WorkerDied"
    assert json.loads(failure)["trial_id"] == "NCT00000005"
