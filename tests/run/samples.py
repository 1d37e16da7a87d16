"""Dumps of any size, made from the project's own studies by repetition with changed ids."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

INPUTS = Path(__file__).parent.parent / "golden" / "inputs"


def studies() -> list[dict[str, Any]]:
    """Return the project's studies in the layout of ClinicalTrials.gov's API."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(INPUTS.glob("*.json"))]
    return [study for study in found if "protocolSection" in study]


def lines(count: int, broken: Container[int] = ()) -> Iterator[str]:
    """Yield one study a line, NCT00000000 and on."""
    every = studies()
    for number in range(count):
        study = every[number % len(every)]
        study["protocolSection"]["identificationModule"]["nctId"] = f"NCT{number:08d}"
        yield "{broken\n" if number in broken else json.dumps(study) + "\n"


def write_dump(path: Path, count: int, broken: Container[int] = ()) -> Path:
    """Write a dump of one study a line."""
    with path.open("w", encoding="utf-8") as handle:
        handle.writelines(lines(count, broken))
    return path
