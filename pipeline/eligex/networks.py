"""Exported networks, run by ONNX Runtime."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .extras import need

_SLOWER = ["SkipLayerNormFusion"]
"""What makes a graph slower: the joint operator takes five times as long as its two parts."""


def open_network(model: bytes | Path) -> Any:
    """Return a session over a network, on one thread."""
    runtime = need("onnxruntime", "models")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    graph = str(model) if isinstance(model, Path) else model
    return runtime.InferenceSession(graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER)
