"""Put the parts of a run together."""

from __future__ import annotations

import os
import shutil
from collections.abc import Container, Iterator
from pathlib import Path

import orjson

from .compare import NAME as CHANGES
from .compare import Comparison
from .index import NAME as INDEX
from .index import Entry, Index, write_index
from .report import RunReport
from .work import ENTRIES, FAILURES, RECORDS

_OUTPUTS = ("records.jsonl", "failures.jsonl", CHANGES, "report.json", INDEX)
"""In the order in which they replace those of the earlier run; the index, which vouches for them, comes last."""


_STRAY = frozenset({"unknown-format", "link", "nested-archive"})
"""Why a file is left alone that merely lies among the others."""


def finish(folder: Path, report: RunReport, made_by: str, comparison: Comparison, inputs: Container[str]) -> None:
    """Write the outputs beside those of the earlier run, then replace these and remove the parts.

    A run killed before the last step does this again from its parts: nothing of the earlier run is needed for it.
    """
    parts = folder / "parts"
    for kind in (RECORDS, FAILURES):
        _join(parts, kind, report.shards, _new(folder, "records.jsonl" if kind == RECORDS else kind))
    write_index(_new(folder, INDEX), made_by, _entries(parts, report.shards))
    failed, report.unread = _failed(_new(folder, FAILURES), inputs)
    with Index(_new(folder, INDEX)) as after:
        comparison.finish(after, failed)
        report.repeated = after.repeated()
    _new(folder, "report.json").write_bytes(orjson.dumps(report.to_json(), option=orjson.OPT_INDENT_2) + b"\n")
    (folder / INDEX).unlink(missing_ok=True)
    for name in _OUTPUTS:
        os.replace(_new(folder, name), folder / name)
    (folder / "ledger.jsonl").unlink(missing_ok=True)
    shutil.rmtree(parts, ignore_errors=True)  # a dying worker may still write there; the next run clears it


def _failed(failures: Path, inputs: Container[str]) -> tuple[set[str], int]:
    """Return the trials that failed, as far as they are known, and how many files could not be read to their end."""
    names: set[str] = set()
    unread = 0
    with failures.open("rb") as handle:
        for line in handle:
            entry = orjson.loads(line)
            names.add(entry.get("trial_id", ""))
            whole = entry["stage"] == "read" and "record" not in entry
            unread += whole and (entry["error"] not in _STRAY or entry["uri"] in inputs)
    return names, unread


def _new(folder: Path, name: str) -> Path:
    return folder / f".{name}.tmp"


def _join(parts: Path, kind: str, count: int, target: Path) -> None:
    """Put part files together in input order; parts of an earlier, longer input are left out."""
    with target.open("wb") as out:
        for index in range(count):
            with (parts / f"part-{index:06d}.{kind}").open("rb") as part:
                shutil.copyfileobj(part, out)
        out.flush()
        os.fsync(out.fileno())


def _entries(parts: Path, count: int) -> Iterator[Entry]:
    for index in range(count):
        with (parts / f"part-{index:06d}.{ENTRIES}").open("rb") as part:
            for line in part:
                name, digest, size = orjson.loads(line)
                yield name, digest, size
