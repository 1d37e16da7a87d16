"""A PostgreSQL server of our own, from the binaries that are installed."""

from __future__ import annotations

import os
import pwd
import subprocess
from pathlib import Path
from typing import Any


def binaries() -> Path | None:
    """Return the folder of the newest server's programs; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return found[-1] if found else None


class Server:
    """A server that listens on a socket in its own folder; it refuses to run as root, so it runs as its own user."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            self._as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(folder, user.pw_uid, user.pw_gid)
        how = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self._run("initdb", "-D", self._data, *how)

    @property
    def address(self) -> str:
        """Where the server answers."""
        return f"postgresql://postgres@/postgres?host={self._folder}"

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, tool: str, *args: str) -> None:
        command = [str(self._programs / tool), *args]
        subprocess.run(command, check=True, capture_output=True, cwd=self._folder, **self._as_user)

    def start(self) -> None:
        """Start and wait until it answers."""
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-D", self._data, "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop at once, as a crash would."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")
