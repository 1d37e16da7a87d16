"""Damage the project's own records at random and take them through the whole pipeline.

``python -m tests.hostile.fuzz --inputs 100000 --seed 1`` from the root of the checkout. Every input must give records
that keep the contract or failures of reading; an exception in extraction, a broken invariant or rows that no database
would take count as a crash.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from eligex.invariants import violations
from eligex.loading import load
from eligex.pipeline import Pipeline
from eligex.rows import rows_of
from eligex.sources import open_trials
from eligex.types import EligibilityRecord, Failure

HERE = Path(__file__).parent
FOLDERS = (HERE / "data", HERE.parent / "sources" / "data", HERE.parent / "golden" / "inputs")
TOKENS = (HERE / "tokens.txt").read_text("utf-8").splitlines()
"""Pieces to put in, written with the escapes of a Python bytes literal where UTF-8 text cannot hold them."""
_LARGEST = 20_000


def seeds() -> list[tuple[str, bytes]]:
    """Return the records to damage, each with the ending of its name."""
    paths = [path for folder in FOLDERS for path in sorted(folder.iterdir()) if path.is_file()]
    return [(path.suffix, path.read_bytes()) for path in paths]


def damaged(chance: random.Random, samples: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Return one damaged record."""
    suffix, raw = chance.choice(samples)
    for _ in range(chance.randint(1, 6)):
        raw = _damage(chance, raw, chance.choice(samples)[1])[:_LARGEST]
    return suffix, raw


def _damage(chance: random.Random, raw: bytes, other: bytes) -> bytes:
    start = chance.randint(0, len(raw))
    end = min(len(raw), start + chance.choice((1, 4, 30, 200)))
    kind = chance.randrange(6)
    if kind == 0:
        return raw[:start] + raw[end:]
    if kind == 1:
        return raw[:start] + raw[start:end] * chance.choice((2, 3, 20)) + raw[end:]
    if kind == 2:
        return raw[:start] + bytes(chance.randrange(256) for _ in range(chance.randint(1, 3))) + raw[end:]
    if kind == 3:
        place = chance.randint(0, len(other))
        return raw[:start] + other[place : place + 200] + raw[end:]
    return raw[:start] + _token(chance.choice(TOKENS)) + raw[start:]


def _token(written: str) -> bytes:
    return written.encode().decode("unicode_escape").encode("latin-1")


def problems(pipeline: Pipeline, path: Path) -> Iterator[str]:
    """Yield what goes wrong with one input."""
    for item in open_trials([path]):
        if isinstance(item, Failure):
            rows_of(item)
            orjson.dumps(item.model_dump())
            continue
        result = pipeline.extract_or_fail(item)
        if isinstance(result, Failure):
            yield f"{result.error}: {result.message}"
            continue
        record = orjson.loads(orjson.dumps(result.to_json()))
        yield from violations(item, record)
        assert EligibilityRecord.model_validate(record) == result
        rows_of(result)


def fuzz(folder: Path, pipeline: Pipeline, inputs: int, seed: int) -> Iterator[tuple[str, bytes, str]]:
    """Yield the inputs that went wrong and how."""
    samples = seeds()
    for number in range(inputs):
        suffix, raw = damaged(random.Random(f"{seed} {number}"), samples)
        path = folder / f"input{suffix}"
        path.write_bytes(raw)
        try:
            found = list(problems(pipeline, path))
        except Exception:  # whatever it is, it is what we look for
            found = [traceback.format_exc()]
        if found:
            yield suffix, raw, found[0]


def main() -> None:
    """Fuzz and print what went wrong, by kind; keep the first input of each kind in the folder ``--keep``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    kinds: Counter[str] = Counter()
    begin = time.monotonic()
    with TemporaryDirectory() as folder:
        for suffix, raw, what in fuzz(Path(folder), load(), arguments.inputs, arguments.seed):
            kind = what.strip().splitlines()[-1][:60]
            kinds[kind] += 1
            if kinds[kind] == 1:
                print(what, flush=True)
                if arguments.keep:
                    (arguments.keep / f"{len(kinds):03d}{suffix}").write_bytes(raw)
    print(f"{arguments.inputs} inputs in {time.monotonic() - begin:.0f} s, {kinds.total()} went wrong")
    for kind, count in kinds.most_common():
        print(f"{count:6} {kind}")
    sys.exit(bool(kinds))


if __name__ == "__main__":
    main()
