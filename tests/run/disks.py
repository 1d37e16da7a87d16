"""Small file systems in memory, which really fill up; mounting one takes root."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Disk:
    """A mounted tmpfs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def grow(self, size: int) -> None:
        """Make room for ``size`` bytes in all."""
        _mount(f"remount,size={size}", self.folder)


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Disk]:
    """Mount a file system of ``size`` bytes on a new folder for a while. Raises OSError where that is not allowed."""
    folder.mkdir(parents=True)
    _mount(f"size={size}", folder)
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def can_mount(folder: Path) -> bool:
    """Tell whether small disks can be had here."""
    try:
        with small_disk(folder / "probe", 4096):
            return True
    except OSError:
        return False


def _mount(options: str, folder: Path) -> None:
    if os.geteuid() != 0:
        raise PermissionError("mounting takes root")
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(done.stderr.strip())
