"""Runs over many records: order, resume, kills, limits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eligex.run.driver import Plan, Run, read_run
from eligex.run.ledger import Ledger
from eligex.run.shards import shards
from eligex.run.work import Job, process_shard
from eligex.sources import open_trials

GOLDEN = Path(__file__).parent.parent / "golden" / "inputs"


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty studies, one of them broken."""
    studies = [json.loads(path.read_text("utf-8")) for path in sorted(GOLDEN.glob("*.json"))]
    lines = []
    for number in range(40):
        study = json.loads(json.dumps(studies[number % len(studies)]))
        study["protocolSection"]["identificationModule"]["nctId"] = f"NCT{number:08d}"
        lines.append("{broken" if number == 17 else json.dumps(study))
    path = tmp_path_factory.mktemp("dump") / "dump.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _run(dump: Path, folder: Path, workers: int = 1) -> tuple[bytes, bytes]:
    Run(Plan([str(dump)], shard_size=5), folder).execute(workers)
    return (folder / "records.jsonl").read_bytes(), (folder / "failures.jsonl").read_bytes()


@pytest.fixture(scope="module")
def undisturbed(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    return _run(dump, tmp_path_factory.mktemp("undisturbed"))


def test_every_record_comes_out_once_in_order(dump: Path, undisturbed: tuple[bytes, bytes]) -> None:
    ids = [json.loads(line)["trial_id"] for line in undisturbed[0].splitlines()]
    assert ids == [f"NCT{number:08d}" for number in range(40) if number != 17]
    assert json.loads(undisturbed[1])["record"] == 18


def test_workers_change_nothing(dump: Path, undisturbed: tuple[bytes, bytes], tmp_path: Path) -> None:
    assert _run(dump, tmp_path, workers=2) == undisturbed


def test_a_second_run_does_nothing_again(dump: Path, undisturbed: tuple[bytes, bytes], tmp_path: Path) -> None:
    _run(dump, tmp_path)
    report = Run(Plan([str(dump)], shard_size=5), tmp_path).execute()
    assert report.skipped == report.shards == 8
    assert report.records == 39


def test_only_changed_shards_are_done_again(dump: Path, tmp_path: Path) -> None:
    mine = tmp_path / "dump.jsonl"
    mine.write_bytes(dump.read_bytes())
    _run(mine, tmp_path / "out")
    mine.write_text(mine.read_text("utf-8").replace("NCT00000023", "NCT00000099"), "utf-8")
    report = Run(Plan([str(mine)], shard_size=5), tmp_path / "out").execute()
    assert (report.shards, report.skipped) == (8, 7)
    assert "NCT00000099" in {item.trial_id for item in read_run(tmp_path / "out")}


@pytest.mark.parametrize("victim", ["parent", "worker"])
def test_a_kill_loses_nothing(victim: str, dump: Path, undisturbed: tuple[bytes, bytes], tmp_path: Path) -> None:
    arguments = ["run", str(dump), "-o", str(tmp_path), "--workers", "2", "--shard-size", "5"]
    process = subprocess.Popen([sys.executable, "-m", "eligex", *arguments], stderr=subprocess.PIPE)
    while not list(tmp_path.glob("parts/part-*.jsonl")):
        time.sleep(0.02)
        assert process.poll() is None
    target = process.pid if victim == "parent" else _a_worker(process.pid)
    os.kill(target, signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    if victim == "worker":
        assert process.returncode == 1, err  # one record is broken, none is lost
    assert _run(dump, tmp_path, workers=2) == undisturbed


def _a_worker(parent: int) -> int:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    commands = {child: Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return next(int(child) for child, command in commands.items() if b"spawn_main" in command)


def test_a_torn_ledger_line_is_done_again(dump: Path, undisturbed: tuple[bytes, bytes], tmp_path: Path) -> None:
    _run(dump, tmp_path)
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:-20])
    assert len(Ledger(ledger).done) == 7
    assert _run(dump, tmp_path) == undisturbed


def test_limits_make_a_failure(dump: Path, tmp_path: Path) -> None:
    (shard,) = shards(list(open_trials([dump]))[:2], 2)
    for limits, error in (({"characters": 10}, "TooLarge"), ({"seconds": 1e-6}, "TooSlow")):
        job = Job(folder=tmp_path, config=None, model="none", made_by="", **limits)  # type: ignore[arg-type]
        assert process_shard(shard, job).failures == 2
        failure = json.loads((tmp_path / f"{shard.name}.failures.jsonl").read_text().splitlines()[0])
        assert failure["error"] == error
