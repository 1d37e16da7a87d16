"""The worker processes of a run, as the kernel lists them."""

from __future__ import annotations

from pathlib import Path

_WORKERS = (b"eligex.run.child", b"spawn_main")
"""What the command lines of a run's own workers and of dask's hold."""


def children(process: int) -> list[int]:
    """Return the processes that the threads of a process have started; none when it has ended."""
    found: list[int] = []
    for thread in Path(f"/proc/{process}/task").glob("*"):
        try:
            found += map(int, (thread / "children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def is_worker(process: int) -> bool:
    """Tell whether a process waits for work; one that has ended does not."""
    try:
        command = Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return any(name in command for name in _WORKERS)
