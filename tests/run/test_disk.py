"""A disk that is full: a clear message, nothing half done, and the rest when there is room again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eligex.errors import OutputError
from eligex.run.driver import Plan, Run, read_run
from eligex.sinks import open_sink

from .disks import Disk, can_mount, small_disk

_ROOM = 1 << 28


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk with room for some ten records."""
    if not can_mount(tmp_path):
        pytest.skip("mounting a small disk takes root")
    with small_disk(tmp_path / "disk", 64 << 10) as found:
        yield found


@pytest.fixture(scope="module")
def finished(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an undisturbed run."""
    folder = tmp_path_factory.mktemp("finished")
    Run(Plan([str(dump)], shard_size=5), folder).execute()
    return folder


def test_a_run_goes_on_when_there_is_room_again(dump: Path, finished: Path, disk: Disk) -> None:
    folder = disk.folder / "out"
    with pytest.raises(OutputError, match="No space left on device"):
        Run(Plan([str(dump)], shard_size=5), folder).execute()
    assert not (folder / "records.jsonl").exists()
    disk.grow(_ROOM)
    report = Run(Plan([str(dump)], shard_size=5), folder).execute()
    assert report.skipped
    for name in ("records.jsonl", "failures.jsonl"):
        assert (folder / name).read_bytes() == (finished / name).read_bytes()


@pytest.mark.parametrize("target", ["sqlite:{}/db", "duckdb:{}/db", "parquet:{}/tables", "{}/records.jsonl"])
def test_a_load_says_that_the_disk_is_full(target: str, finished: Path, disk: Disk) -> None:
    def load() -> None:
        with open_sink(target.format(disk.folder)) as sink:
            for item in read_run(finished):
                sink.write(item)

    with pytest.raises(OutputError, match=r"(?i)no space left|disk is full|could not write"):
        load()
    disk.grow(_ROOM)
    load()
