"""Runs over many records: order, resume, kills, limits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, cast

import pytest

from eligex.errors import OutputError
from eligex.pipeline import Pipeline
from eligex.run.driver import Plan, Run
from eligex.run.ledger import Done, Ledger
from eligex.run.limits import extract_within
from eligex.sources.text import trial_from_text
from eligex.types import Failure, Trial

from .processes import children, is_worker


def _run(dump: Path, folder: Path, workers: int = 1) -> tuple[bytes, bytes]:
    Run(Plan([str(dump)], shard_size=5), folder).execute(workers)
    return _outputs(folder)


def _outputs(folder: Path) -> tuple[bytes, bytes]:
    return (folder / "records.jsonl").read_bytes(), (folder / "failures.jsonl").read_bytes()


@pytest.fixture(scope="module")
def undisturbed(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    return _run(dump, tmp_path_factory.mktemp("undisturbed"))


def test_every_record_comes_out_once_in_order(dump: Path, undisturbed: tuple[bytes, bytes]) -> None:
    ids = [json.loads(line)["trial_id"] for line in undisturbed[0].splitlines()]
    assert ids == [f"NCT{number:08d}" for number in range(40) if number != 17]
    assert json.loads(undisturbed[1])["record"] == 18


def test_the_report_says_what_was_done(dump: Path, tmp_path: Path) -> None:
    _run(dump, tmp_path)
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["records"], report["failures"], report["kept"]) == (39, 1, 0)
    assert report["errors"] == {"read:bad-json": 1}
    assert report["made_by"]["eligex"]
    assert len(report["slowest"]) == 10
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith(".")) == [
        "changes.jsonl",
        "failures.jsonl",
        "index.sqlite",
        "plan.json",
        "records.jsonl",
        "report.json",
    ]


def test_workers_change_nothing(dump: Path, undisturbed: tuple[bytes, bytes], tmp_path: Path) -> None:
    assert _run(dump, tmp_path, workers=2) == undisturbed


@pytest.mark.parametrize("victim", ["parent", "worker"])
def test_a_kill_loses_nothing(victim: str, dump: Path, undisturbed: tuple[bytes, bytes], tmp_path: Path) -> None:
    arguments = ["run", str(dump), "-o", str(tmp_path), "--workers", "2", "--shard-size", "5"]
    process = subprocess.Popen([sys.executable, "-m", "eligex", *arguments], stderr=subprocess.PIPE)
    while not list(tmp_path.glob("parts/part-*.jsonl")):
        time.sleep(0.02)
        assert process.poll() is None
    target = process.pid if victim == "parent" else next(filter(is_worker, children(process.pid)))
    os.kill(target, signal.SIGKILL)
    _, err = process.communicate(timeout=300)
    if victim == "worker":
        assert process.returncode == 1, err  # one record is broken, none is lost
    assert _run(dump, tmp_path, workers=2) == undisturbed


def _stopped(dump: Path, folder: Path, after: int) -> None:
    """Run until some shards are done, then stop as if by Ctrl-C."""
    seen = 0

    def stop(done: Done) -> None:
        nonlocal seen
        seen += 1
        if seen == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Run(Plan([str(dump)], shard_size=5), folder).execute(progress=stop)


def test_a_stopped_run_goes_on(dump: Path, undisturbed: tuple[bytes, bytes], tmp_path: Path) -> None:
    _stopped(dump, tmp_path, after=3)
    report = Run(Plan([str(dump)], shard_size=5), tmp_path).execute()
    assert (report.shards, report.skipped) == (8, 3)
    assert _outputs(tmp_path) == undisturbed


def test_a_torn_ledger_line_is_done_again(dump: Path, undisturbed: tuple[bytes, bytes], tmp_path: Path) -> None:
    _stopped(dump, tmp_path, after=3)
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:-20])
    assert len(Ledger(ledger).done) == 2
    assert _run(dump, tmp_path) == undisturbed


def test_one_folder_one_run(dump: Path, tmp_path: Path) -> None:
    def again(done: Done) -> None:
        Run(Plan([str(dump)], shard_size=5), tmp_path).execute()

    with pytest.raises(OutputError, match="another run is writing"):
        Run(Plan([str(dump)], shard_size=5), tmp_path).execute(progress=again)


@pytest.mark.parametrize(("limit", "error"), [({"characters": 10}, "TooLarge"), ({"seconds": 1e-6}, "TooSlow")])
def test_limits_make_a_failure_that_retry_mends(
    limit: dict[str, Any], error: str, dump: Path, undisturbed: tuple[bytes, bytes], tmp_path: Path
) -> None:
    report = Run(Plan([str(dump)], shard_size=5, **limit), tmp_path).execute()
    assert (report.records, report.failures) == (0, 40)
    assert report.errors == {f"extract:{error}": 39, "read:bad-json": 1}
    (tmp_path / "plan.json").write_text(json.dumps({"inputs": [str(dump)], "shard_size": 5}))
    assert Run.reopen(tmp_path).execute(retry=True).records == 39
    assert _outputs(tmp_path) == undisturbed


class _Sleeper:
    """A pipeline that waits, as on a machine that is busy with other things."""

    def extract_or_fail(self, trial: Trial) -> Failure:
        time.sleep(0.3)
        return Failure(uri="", stage="extract", error="Woken", message="")


@pytest.mark.parametrize(("patience", "error"), [(20, "Woken"), (2, "TooSlow")])
def test_waiting_is_not_computing(patience: int, error: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eligex.run.limits._PATIENCE", patience)
    result = extract_within(cast("Pipeline", _Sleeper()), trial_from_text("Age over 18"), 0.05, 1000)
    assert isinstance(result, Failure)
    assert result.error == error


@pytest.mark.dask
def test_dask_changes_nothing(dump: Path, undisturbed: tuple[bytes, bytes], tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from eligex.run.driver import Plan, Run\n"
        "if __name__ == '__main__':\n"
        "    Run(Plan([sys.argv[1]], shard_size=5), Path(sys.argv[2])).execute(2, cluster='local')"
    )
    subprocess.run([sys.executable, "-c", code, str(dump), str(tmp_path)], check=True, capture_output=True)
    assert _outputs(tmp_path) == undisturbed
