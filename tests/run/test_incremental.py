"""A newer dump: only what changed is extracted, and the result is that of a run from nothing."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eligex.cli.app import app
from eligex.run.driver import Plan, Run
from eligex.run.report import RunReport

from .samples import lines


def _dump(path: Path, studies: list[str]) -> Path:
    path.write_text("".join(studies), "utf-8")
    return path


def _execute(dump: Path, folder: Path, **plan: Any) -> RunReport:
    return Run(Plan([str(dump)], shard_size=4, **plan), folder).execute()


def _outputs(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in ("records.jsonl", "failures.jsonl")]


OLD = list(lines(20, broken={5}))
NEW = [
    next(lines(1)).replace("NCT00000000", "NCT00000900"),  # early, so that everything moves
    *OLD[:9],
    OLD[9].replace("18", "21"),
    *OLD[11:],
]


def test_a_newer_dump_costs_what_changed(tmp_path: Path) -> None:
    _execute(_dump(tmp_path / "old.jsonl", OLD), tmp_path / "out")
    newer = _dump(tmp_path / "new.jsonl", NEW)
    report = _execute(newer, tmp_path / "out")
    assert OLD[9] != NEW[10]
    assert (report.records, report.kept, report.failures) == (19, 17, 1)
    assert (report.added, report.changed, report.unchanged, report.withdrawn) == (1, 1, 17, 1)
    changes = [json.loads(line) for line in (tmp_path / "out" / "changes.jsonl").read_bytes().splitlines()]
    assert [(entry["trial_id"], entry["change"]) for entry in changes] == [
        ("NCT00000900", "added"),
        ("NCT00000009", "changed"),
        ("NCT00000010", "withdrawn"),
    ]
    _execute(newer, tmp_path / "fresh")
    assert _outputs(tmp_path / "out") == _outputs(tmp_path / "fresh")


def test_a_dump_that_breaks_off_withdraws_nothing(tmp_path: Path) -> None:
    _execute(_dump(tmp_path / "old.jsonl", OLD), tmp_path / "out")
    cut = tmp_path / "new.jsonl.gz"
    cut.write_bytes(gzip.compress("".join(OLD).encode(), 0)[:-9000])
    report = _execute(cut, tmp_path / "out")
    assert report.errors["read:unreadable"] == report.unread == 1
    assert report.records < 19
    assert report.withdrawn == 0
    assert (tmp_path / "out" / "changes.jsonl").read_bytes() == b""


def test_a_stray_file_does_not_keep_trials_from_being_withdrawn(tmp_path: Path) -> None:
    folder = tmp_path / "dump"
    folder.mkdir()
    (folder / "notes.pdf").write_bytes(b"%PDF")
    _execute(_dump(folder / "dump.jsonl", OLD).parent, tmp_path / "out")
    _dump(folder / "dump.jsonl", OLD[1:])
    report = _execute(folder, tmp_path / "out")
    assert (report.unread, report.withdrawn) == (0, 1)


def test_the_same_dump_again_costs_nothing(tmp_path: Path) -> None:
    dump = _dump(tmp_path / "dump.jsonl", OLD)
    _execute(dump, tmp_path / "out")
    before = _outputs(tmp_path / "out")
    report = _execute(dump, tmp_path / "out")
    assert (report.kept, report.unchanged, report.added) == (19, 19, 0)
    assert _outputs(tmp_path / "out") == before


def test_other_rules_do_everything_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dump = _dump(tmp_path / "dump.jsonl", OLD[:5])
    _execute(dump, tmp_path / "out")
    monkeypatch.setattr("eligex.run.identity._rules", lambda: "others")
    report = _execute(dump, tmp_path / "out")
    assert (report.kept, report.unchanged) == (0, 5)


def test_records_that_were_tampered_with_are_not_kept(tmp_path: Path) -> None:
    dump = _dump(tmp_path / "dump.jsonl", OLD[:5])
    _execute(dump, tmp_path / "out")
    before = _outputs(tmp_path / "out")
    (tmp_path / "out" / "records.jsonl").write_bytes(before[0][:-100])
    assert _execute(dump, tmp_path / "out").kept == 0
    assert _outputs(tmp_path / "out") == before


def test_a_trial_twice_in_a_dump_comes_out_twice(tmp_path: Path) -> None:
    changed = OLD[0].replace("18", "21")
    dump = _dump(tmp_path / "dump.jsonl", [OLD[0], OLD[1], changed])
    for kept in (0, 3):
        report = _execute(dump, tmp_path / "out")
        assert (report.records, report.repeated, report.kept) == (3, 1, kept)


def test_diff_tells_what_changed(tmp_path: Path) -> None:
    for name, studies in (("old", OLD), ("new", NEW)):
        _execute(_dump(tmp_path / f"{name}.jsonl", studies), tmp_path / name)
    result = CliRunner().invoke(app, ["diff", str(tmp_path / "old"), str(tmp_path / "new" / "records.jsonl")])
    assert result.exit_code == 1
    entries = {entry["trial_id"]: entry for entry in map(json.loads, result.stdout.splitlines())}
    assert {name: entry["change"] for name, entry in entries.items()} == {
        "NCT00000900": "added",
        "NCT00000009": "changed",
        "NCT00000010": "withdrawn",
    }
    assert any("21" in json.dumps(change["new"]) for change in entries["NCT00000009"]["changes"] if "new" in change)
    one = CliRunner().invoke(app, ["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--trial", "NCT00000010"])
    assert one.stdout.splitlines() == ['{"trial_id":"NCT00000010","change":"withdrawn"}']
