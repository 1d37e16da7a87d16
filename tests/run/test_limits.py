"""One record that kills or keeps its reader costs itself alone, whoever runs the shards."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from .plugins import add_criterion, install
from .samples import write_dump

pytestmark = pytest.mark.slow


@contextmanager
def _scheduler(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """Start a dask cluster of one worker, as an administrator would; yield its address."""
    where = folder / "scheduler.json"
    scheduler = ["dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    worker = ["dask_worker", "--nthreads", "2", "--no-dashboard"]
    started = []
    try:
        for name, *options in (scheduler, worker):
            module = f"distributed.cli.{name}"
            command = [sys.executable, "-m", module, *options, "--scheduler-file", str(where)]
            started.append(subprocess.Popen(command, env=environment, cwd=folder, stderr=subprocess.DEVNULL))
            while not where.exists():
                time.sleep(0.1)
        yield json.loads(where.read_text())["address"]
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def _run(dump: Path, folder: Path, *options: str, environment: dict[str, str]) -> dict[str, Any]:
    """Run over a dump; return the only failure."""
    arguments = ["run", str(dump), "-o", str(folder), "--shard-size", "4", "--model", "none", *options]
    command = [sys.executable, "-m", "eligex", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=300, check=False)
    assert done.returncode == 1, done.stderr
    (found,) = [json.loads(line) for line in (folder / "failures.jsonl").read_bytes().splitlines()]
    ids = [json.loads(line)["trial_id"] for line in (folder / "records.jsonl").read_bytes().splitlines()]
    assert ids == [f"NCT{number:08d}" for number in range(8) if number != 5]
    return dict(found)


@pytest.mark.parametrize("how", ["alone", "workers", "dask", "dask-cluster"])
def test_a_record_that_takes_for_ever_is_stopped(how: str, tmp_path: Path) -> None:
    environment, config = install(tmp_path)
    dump = write_dump(tmp_path / "dump.jsonl", 8)
    add_criterion(dump, 5, "Wishes to keep the reader")
    limits = ["-c", str(config), "--seconds", "10"]  # the first record of a process loads tables, too
    if how == "dask-cluster":
        with _scheduler(tmp_path, environment) as address:
            failure = _run(dump, tmp_path / "out", *limits, "--cluster", address, environment=environment)
    else:
        options = {"alone": [], "workers": ["-w", "2"], "dask": ["-w", "2", "--cluster", "local"]}[how]
        failure = _run(dump, tmp_path / "out", *limits, *options, environment=environment)
    assert (failure["error"], failure["trial_id"]) == ("TooSlow", "NCT00000005")


@pytest.mark.parametrize("options", [["-w", "2"], ["-w", "1", "--cluster", "local"]])
def test_a_record_that_kills_its_worker_becomes_a_failure(options: list[str], tmp_path: Path) -> None:
    environment, config = install(tmp_path)
    dump = write_dump(tmp_path / "dump.jsonl", 8)
    add_criterion(dump, 5, "Wishes to kill the reader")
    failure = _run(dump, tmp_path / "out", "-c", str(config), *options, environment=environment)
    assert (failure["error"], failure["trial_id"]) == ("WorkerDied", "NCT00000005")
