"""Disturb many runs at random moments, resume them, and compare their outputs byte for byte with an undisturbed run.

``python -m tests.run.faults --runs 100 --seed 1`` from the root of the checkout, with ``pipeline`` on the path.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from eligex.errors import EligexError
from eligex.run.driver import Plan, Run, read_run
from eligex.sinks import open_sink
from eligex.tables import TABLES

from ..sinks.server import Server, binaries
from .disks import can_mount, small_disk
from .processes import children, is_worker
from .samples import write_dump

Output = tuple[bytes, bytes]
_SHARD = 4
_ROOM = 1 << 28
_WEIGHTS = {"parent": 40, "workers": 10, "disk": 10, "tmpfs": 10, "worker": 15, "postgres": 10, "dask": 5}


class Bench:
    """The dumps, what their runs give undisturbed, and the means to disturb them."""

    def __init__(self, folder: Path, studies: int, chance: random.Random, *, postgres: bool) -> None:
        self._folder = folder
        self.log = folder / "stderr.log"
        self._chance = chance
        self._number = 0
        self._stack = ExitStack()
        self._older = write_dump(folder / "older.jsonl", studies - studies // 4, broken={3})
        self._dump = write_dump(folder / "dump.jsonl", studies, broken={3, studies // 2})
        Run(self._plan(self._dump), folder / "right").execute()  # in this process: children inherit what it loads
        self.right = output(folder / "right")
        begin = time.monotonic()
        self._fork(lambda: self._execute(self._fresh()))[1]()
        self._takes = time.monotonic() - begin
        if postgres:
            self._start_postgres()

    def close(self) -> None:
        """Stop the server."""
        self._stack.close()

    def _plan(self, dump: Path) -> Plan:
        return Plan([str(dump)], shard_size=_SHARD)

    def _fresh(self) -> Path:
        self._number += 1
        return self._folder / f"run-{self._number}"

    def _execute(self, folder: Path, workers: int = 1, cluster: str | None = None) -> None:
        Run(self._plan(self._dump), folder).execute(workers, cluster=cluster)

    def _fork(self, action: Callable[[], None]) -> tuple[int, Callable[[], int]]:
        """Run an action in a forked child; return its id and how to wait for its exit status."""
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.dup2(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
                action()
                code = 0
            except EligexError as error:
                print(error, file=sys.stderr)
                code = 2
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        return child, lambda: os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def _resumed(self, folder: Path) -> bool:
        _, wait = self._fork(lambda: self._execute(folder))
        return wait() == 0 and output(folder) == self.right

    def _base(self, folder: Path) -> None:
        """In one of two runs the folder holds the run of an older dump already."""
        if self._chance.random() < 0.5:
            _, wait = self._fork(lambda: (Run(self._plan(self._older), folder).execute(), None)[1])
            assert wait() == 0

    def parent(self) -> bool:
        """Kill the run."""
        return self._killed(lambda folder: self._execute(folder))

    def workers(self) -> bool:
        """Kill a run that has worker processes; they end with it."""
        return self._killed(lambda folder: self._execute(folder, workers=2))

    def _killed(self, execute: Callable[[Path], None]) -> bool:
        folder = self._fresh()
        self._base(folder)
        for _ in range(self._chance.randint(1, 3)):
            child, wait = self._fork(lambda: execute(folder))
            time.sleep(self._chance.uniform(0, self._takes))
            os.kill(child, signal.SIGKILL)
            wait()
        return self._resumed(folder)

    def disk(self) -> bool:
        """Let no file grow beyond a size."""
        folder = self._fresh()
        self._base(folder)
        most = self._chance.randint(1, len(self.right[0]))

        def limited() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            self._execute(folder)

        _, wait = self._fork(limited)
        return wait() in {0, 2} and self._resumed(folder)

    def tmpfs(self) -> bool:
        """Let a small disk fill up, then make room."""
        size = self._chance.randint(1, 2 * len(self.right[0]))
        with small_disk(self._fresh(), size) as disk:
            folder = disk.folder / "run"
            _, wait = self._fork(lambda: self._execute(folder))
            code = wait()
            disk.grow(_ROOM)
            return code in {0, 2} and self._resumed(folder)

    def worker(self) -> bool:
        """Kill a worker; the run itself goes on."""
        return self._loses_a_worker(self._fresh(), lambda folder: self._execute(folder, workers=2))

    def dask(self) -> bool:
        """Kill a worker of a dask cluster; the run itself goes on."""
        return self._loses_a_worker(self._fresh(), lambda folder: self._execute(folder, workers=2, cluster="local"))

    def _loses_a_worker(self, folder: Path, execute: Callable[[Path], None]) -> bool:
        child, wait = self._fork(lambda: execute(folder))
        while not list(folder.glob("parts/.part-*")) and not (folder / "report.json").exists():
            time.sleep(0.01)
        time.sleep(self._chance.uniform(0, self._takes / 2))
        victims = _workers(child)
        if victims:
            _kill(self._chance.choice(victims))
        return wait() == 0 and output(folder) == self.right

    def _start_postgres(self) -> None:
        programs = binaries()
        if programs is None:
            raise SystemExit("no PostgreSQL binaries installed")
        self._server = Server(programs, Path(self._stack.enter_context(TemporaryDirectory(prefix="eligex-pg-"))))
        self._server.start()
        self._stack.callback(self._server.stop)
        begin = time.monotonic()
        self._load()
        self._load_takes = time.monotonic() - begin
        self._rows = self._dumped()

    def _load(self) -> None:
        with open_sink(self._server.address) as sink:
            for item in read_run(self._folder / "right"):
                sink.write(item)

    def _dumped(self) -> list[bytes]:
        import psycopg

        with psycopg.connect(self._server.address) as connection, connection.cursor() as cursor:
            tables = []
            for table in TABLES:
                query = f"COPY (SELECT * FROM {table.name} ORDER BY {', '.join(table.key)}) TO STDOUT"
                with cursor.copy(query) as copy:  # type: ignore[arg-type]
                    tables.append(b"".join(bytes(block) for block in copy))
            return tables

    def postgres(self) -> bool:
        """Stop the server while it is loaded: the load is there wholly or not at all, and a second one mends it."""
        _, wait = self._fork(self._load)
        time.sleep(self._chance.uniform(0, self._load_takes))
        self._server.stop()
        wait()
        self._server.start()
        whole = self._dumped() == self._rows
        self._load()
        return whole and self._dumped() == self._rows


def output(folder: Path) -> Output:
    """Return the bytes of a finished run."""
    return (folder / "records.jsonl").read_bytes(), (folder / "failures.jsonl").read_bytes()


def _workers(process: int) -> list[int]:
    """Return the workers among the descendants of a process: its own, those of dask, and theirs."""
    found: list[int] = []
    for child in children(process):
        if is_worker(child):
            found += [child, *_workers(child)]
    return found


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        print("the worker had ended already", file=sys.stderr)


def disturb(folder: Path, kinds: list[str], *, seed: int, studies: int) -> Counter[tuple[str, bool]]:
    """Disturb one run for each of ``kinds``; return how many of each kind came out right."""
    chance = random.Random(seed)
    bench = Bench(folder, studies, chance, postgres="postgres" in kinds)
    results: Counter[tuple[str, bool]] = Counter()
    try:
        for number, kind in enumerate(kinds, start=1):
            right = getattr(bench, kind)()
            results[kind, right] += 1
            if not right:
                print(f"run {number} ({kind}) came out wrong\n{bench.log.read_text()}", flush=True)
    finally:
        bench.close()
    return results


def main() -> None:
    """Disturb the runs and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--studies", type=int, default=60)
    arguments = parser.parse_args()
    weights = list(_WEIGHTS.values())
    kinds = random.Random(arguments.seed).choices(list(_WEIGHTS), weights, k=arguments.runs)
    with TemporaryDirectory(prefix="eligex-faults-") as folder:
        if not can_mount(Path(folder)):
            raise SystemExit("filling a small disk takes root")
        results = disturb(Path(folder), kinds, seed=arguments.seed, studies=arguments.studies)
    for (kind, right), count in sorted(results.items()):
        print(f"{kind:10} {'as undisturbed' if right else 'WRONG':15} {count}")
    sys.exit(any(not right for _, right in results))


if __name__ == "__main__":
    main()
