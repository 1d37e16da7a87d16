"""What the records of a run depend on besides their input."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import orjson

from ..pipeline import Pipeline

_RULES = frozenset({".py", ".csv", ".cfg"})


def made_by(pipeline: Pipeline) -> str:
    """Return version, configuration, model, extractors and a digest of code and lexicons, as JSON.

    The digest tells two states of the rules apart that bear the same version.
    """
    return orjson.dumps(pipeline.provenance.model_dump() | {"rules_sha256": _rules()}).decode()


@cache
def _rules() -> str:
    package = Path(__file__).parent.parent
    state = hashlib.sha256()
    for path in sorted(path for path in package.rglob("*") if path.suffix in _RULES):
        state.update(path.relative_to(package).as_posix().encode() + b"\n")
        state.update(hashlib.sha256(path.read_bytes()).digest())
    return state.hexdigest()
