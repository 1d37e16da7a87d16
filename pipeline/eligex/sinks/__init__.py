"""Where records go: chosen by a target such as ``records.jsonl``, ``duckdb:out.duckdb`` or ``postgresql://…``."""

from __future__ import annotations

from collections.abc import Callable

from ..addresses import is_address
from ..errors import OutputError
from .base import Sink
from .duckdb import DuckdbSink
from .jsonl import JsonlSink, failures_beside
from .parquet import ParquetSink
from .postgres import PostgresSink
from .sqlite import SqliteSink

__all__ = ["Sink", "failures_beside", "open_sink"]

_SCHEMES: dict[str, Callable[[str], Sink]] = {
    "jsonl": JsonlSink,
    "parquet": ParquetSink,
    "duckdb": DuckdbSink,
    "sqlite": SqliteSink,
}


def open_sink(target: str) -> Sink:
    """Return the sink of a target; a path without a scheme is JSON Lines. Raises OutputError for an unknown scheme."""
    if is_address(target):
        return PostgresSink(target)
    scheme, colon, rest = target.partition(":")
    if not colon:
        return JsonlSink(target)
    if scheme in _SCHEMES:
        return _SCHEMES[scheme](rest)
    raise OutputError(f"{target}: unknown target; use a path or one of {', '.join(_SCHEMES)}, postgresql://")
