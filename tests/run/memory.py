"""Show that memory does not grow with the input, and how fast a run is.

``python -m tests.run.memory --trials 20000 --workers 2`` from the root of the checkout: makes a dump by repetition with
changed ids and prints the resident memory of the run and its workers at 1,000 records and on to the end.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from eligex.run.driver import Plan, Run
from eligex.run.ledger import Done

from .processes import children, is_worker
from .samples import write_dump

_FIRST = 1000


def resident(process: int) -> float:
    """Return the resident memory of a process in MB, 0 when it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:")), 0.0)


def family() -> list[tuple[str, float]]:
    """Return the resident memory of this process and of each worker, in MB."""
    workers = filter(is_worker, children(os.getpid()))
    return [("run", resident(os.getpid())), *(("worker", resident(child)) for child in workers)]


class Watch:
    """Prints memory at the first thousand records and every so many."""

    def __init__(self, trials: int) -> None:
        self._next = _FIRST
        self._step = max(_FIRST, trials // 10)
        self._done = 0
        self._begin = time.monotonic()

    def __call__(self, done: Done) -> None:
        """Count a shard."""
        self._done += done.records + done.failures
        if self._done >= self._next:
            self._next = self._next + self._step if self._next > _FIRST else self._step
            self.show()

    def show(self) -> None:
        """Print where the run stands."""
        seconds = time.monotonic() - self._begin
        memory = ", ".join(f"{name} {size:.0f} MB" for name, size in family())
        print(f"{self._done:8} records {self._done / seconds:7.1f} trials/s  {memory}", flush=True)


def main() -> None:
    """Run over a synthetic dump and print memory and rate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--shard-size", type=int, default=250)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        dump = write_dump(Path(folder) / "dump.jsonl", arguments.trials)
        print(f"{arguments.trials} trials, {dump.stat().st_size / 1e6:.0f} MB, {arguments.workers} workers")
        plan = Plan([str(dump)], shard_size=arguments.shard_size)
        report = Run(plan, Path(folder) / "out").execute(arguments.workers, progress=Watch(arguments.trials))
    print(f"{report.records} records in {report.seconds:.0f} s, {report.trials_per_second} trials/s")


if __name__ == "__main__":
    main()
