"""Extractors of a package that is installed for a test, to misbehave on purpose."""

from __future__ import annotations

import json
import os
from pathlib import Path

import eligex

_SOURCE = """
import os
import re

from eligex.registry import extractors


class Naughty:
    version = "1"

    def __call__(self, unit):
        if "kill the reader" in unit.text:
            os._exit(9)
        if "keep the reader" in unit.text:
            re.fullmatch("(a|aa)+", "a" * 100 + "b")
        return iter(())


@extractors("naughty.v1")
def create():
    return Naughty()
"""


def install(folder: Path) -> tuple[dict[str, str], Path]:
    """Install an extractor that kills its process at "kill the reader" and takes for ever at "keep the reader".

    Returns the environment and the configuration that use it.
    """
    info = folder / "naughty-0.dist-info"
    info.mkdir()
    (folder / "naughty.py").write_text(_SOURCE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: naughty\nVersion: 0\n")
    (info / "entry_points.txt").write_text("[eligex_extractors]\nnaughty.v1 = naughty:create\n")
    package = Path(eligex.__file__).parent
    lines = (package / "default_config.cfg").read_text("utf-8").splitlines()
    place = lines.index("[components.eligex_extract.extractors]")
    config = folder / "naughty.cfg"
    config.write_text("\n".join([*lines[: place + 1], 'naughty = {"@extractors":"naughty.v1"}', *lines[place + 1 :]]))
    return os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{package.parent}"}, config


def add_criterion(dump: Path, number: int, text: str) -> None:
    """Give a study of a dump one more criterion."""
    studies = dump.read_text("utf-8").splitlines()
    study = json.loads(studies[number])
    study["protocolSection"]["eligibilityModule"]["eligibilityCriteria"] += f"\n* {text}"
    studies[number] = json.dumps(study)
    dump.write_text("\n".join(studies) + "\n", "utf-8")
