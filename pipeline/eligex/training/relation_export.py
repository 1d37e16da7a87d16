"""A trained network of relations to the files that ``eligex.relations`` reads."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from ..relations.encoder import GRAPH, HEADS, TYPES, VOCABULARY
from ..relations.reading import MARKS
from .export import encoded, write_graph
from .model import torch
from .relation_model import RelationNet

_OF_ENCODER = ("bert.", "marks.", "corpus.")


class _Graph(torch.nn.Module):  # type: ignore[misc]
    """Encoder and marks as plain tensor operations; one line at a time."""

    def __init__(self, net: RelationNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, pieces: Any, marks: Any, corpus: Any) -> Any:
        return encoded(self.net.bert, self.net.embedded(pieces, marks, corpus))


def export_relations(
    net: RelationNet, vocabulary: Path, types: dict[str, int], part: dict[str, float], folder: Path
) -> None:
    """Write the encoder (8-bit weights), the heads (16-bit), the vocabulary and what numbers stand for."""
    example = (
        torch.ones((1, 16), dtype=torch.long),
        torch.ones((1, 16, MARKS), dtype=torch.long),
        torch.zeros(1, dtype=torch.long),
    )
    axes = {"pieces": {1: "length"}, "marks": {1: "length"}, "state": {1: "length"}}
    write_graph(_Graph(net).eval(), example, ["pieces", "marks", "corpus"], ["state"], axes, folder / GRAPH)
    heads = BytesIO()
    arrays = {
        name: value.detach().numpy().astype(np.float16)
        for name, value in net.state_dict().items()
        if not name.startswith(_OF_ENCODER)
    }
    np.savez_compressed(heads, **arrays)
    (folder / HEADS).write_bytes(heads.getvalue())
    told = {"corpora": net.corpora, "types": types, "parts": part}
    (folder / TYPES).write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
    shutil.copyfile(vocabulary, folder / VOCABULARY)
