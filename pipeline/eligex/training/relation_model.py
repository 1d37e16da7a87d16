"""The network of relations: an encoder that is told the entities, and a head over pairs of them a corpus."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..relations.context import KINDS, context_of
from ..relations.labels import Floats, Labels
from ..relations.reading import MARKS, SHAPES, Ints, Reading
from .model import Tagger, torch

_SPREAD = 0.02
_SPREAD_HEAD = 0.1
_DROP = 0.25


@dataclass(slots=True)
class Example:
    """A line with its candidate pairs: their types' numbers, what the types forbid, and gold labels."""

    corpus: str
    reading: Reading
    types: Ints
    mask: Floats
    gold: Ints


class Task(torch.nn.Module):  # type: ignore[misc]
    """What belongs to one corpus: its pairs of types and its labels."""

    def __init__(self, labels: Labels, width: int) -> None:
        super().__init__()
        count = len(labels.names)
        self.joining, self.reverse = labels.joining, labels.reverse()
        self.types = _embedding(len(labels.allowed), width)
        self.inner, self.out = torch.nn.Linear(width, width), torch.nn.Linear(width, count)
        self.context = torch.nn.Linear(KINDS * count, width)
        self.inner_again, self.out_again = torch.nn.Linear(width, width), torch.nn.Linear(width, count)


class RelationNet(Tagger):
    """``eligex.relations.head`` and its encoder, as they are trained; the names of the weights are the same."""

    def __init__(self, folder: Path, layers: int, types: int, labels: dict[str, Labels], width: int) -> None:
        super().__init__(folder, layers, {})
        hidden = self.bert.config.hidden_size
        self.corpora = list(labels)
        self.marks = _embedding(3 * types + 3, hidden, _SPREAD, padding_idx=0)
        self.corpus = _embedding(len(labels), hidden, _SPREAD)
        self.one, self.other = torch.nn.Linear(2 * hidden, width), torch.nn.Linear(2 * hidden, width)
        self.one_meets, self.other_meets = torch.nn.Linear(2 * hidden, width), torch.nn.Linear(2 * hidden, width)
        self.meeting = torch.nn.Linear(width, width, bias=False)
        self.between = torch.nn.Linear(hidden, width)
        self.shape = torch.nn.ModuleList([_embedding(count, width) for count in SHAPES])
        self.norm = torch.nn.LayerNorm(width)
        self.tasks = torch.nn.ModuleDict({corpus: Task(own, width) for corpus, own in labels.items()})
        self.drop_head = torch.nn.Dropout(_DROP)

    def embedded(self, pieces: Any, marks: Any, corpus: Any) -> Any:
        """Return what the encoder reads: pieces, the entities' marks on them, and the corpus (a tensor of one)."""
        words = self.bert.embeddings.word_embeddings(pieces)
        return words + self.marks(marks).sum(2) + self.corpus(corpus).unsqueeze(1)

    def forward(self, batch: list[Example]) -> tuple[Any, Any]:
        """Return first-pass and final scores of the pairs of lines of one corpus, one line after the other."""
        corpus = batch[0].corpus
        pieces, marks = _padded([example.reading for example in batch])
        vectors = self.embedded(pieces, marks, torch.tensor([self.corpora.index(corpus)]))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            state = self.bert(inputs_embeds=vectors, attention_mask=(pieces != 0).long()).last_hidden_state
        task = self.tasks[corpus]
        pairs = self._pairs(state.float(), batch, task)
        scores = task.out(pairs) + torch.from_numpy(np.concatenate([example.mask for example in batch]))
        again = pairs + task.context(_contexts(scores, batch, task))
        again = again + self._bent(task.inner_again(again))
        return scores, scores + task.out_again(again)

    def _pairs(self, state: Any, batch: list[Example], task: Task) -> Any:
        line, first, last, one, other = _places(batch)
        ends = self.drop(torch.cat([state[line, first], state[line, last]], -1))
        sums = torch.cat([torch.zeros_like(state[:, :1]), state.cumsum(1)], 1)
        start = last[one] + 1
        end = torch.maximum(first[other], start)
        between = (sums[line[one], end] - sums[line[one], start]) / (end - start).clamp(min=1).unsqueeze(-1)
        pairs = self.one(ends)[one] + self.other(ends)[other] + self.between(between)
        pairs = pairs + self.meeting(torch.tanh(self.one_meets(ends))[one] * torch.tanh(self.other_meets(ends))[other])
        shape = torch.from_numpy(np.concatenate([example.reading.shape for example in batch]))
        for part, table in enumerate(self.shape):
            pairs = pairs + table(shape[:, part])
        pairs = pairs + task.types(torch.from_numpy(np.concatenate([example.types for example in batch])))
        pairs = self._bent(self.norm(pairs))
        return pairs + self._bent(task.inner(pairs))

    def _bent(self, rows: Any) -> Any:
        return self.drop_head(torch.nn.functional.gelu(rows, approximate="tanh"))


def _contexts(scores: Any, batch: list[Example], task: Task) -> Any:
    """Return the second pass's rows; the first pass learns from its own loss alone."""
    shares = scores.detach().softmax(-1).numpy()
    rows, start = [], 0
    for example in batch:
        pairs = example.reading.pairs.tolist()
        own = shares[start : start + len(pairs)]
        rows.append(context_of(pairs, own, len(example.reading.first), task.joining, task.reverse))
        start += len(pairs)
    return torch.from_numpy(np.concatenate(rows))


def _padded(readings: list[Reading]) -> tuple[Any, Any]:
    longest = (max(len(reading.pieces) for reading in readings) + 7) // 8 * 8
    pieces = np.zeros((len(readings), longest), np.int64)
    marks = np.zeros((len(readings), longest, MARKS), np.int64)
    for number, reading in enumerate(readings):
        pieces[number, : len(reading.pieces)] = reading.pieces
        marks[number, : len(reading.pieces)] = reading.marks
    return torch.from_numpy(pieces), torch.from_numpy(marks)


def _places(batch: list[Example]) -> tuple[Any, ...]:
    """Return the line, first and last piece of each entity of a batch, and the two entities of each pair."""
    counts = [len(example.reading.first) for example in batch]
    starts = np.cumsum([0, *counts[:-1]])
    pairs = np.concatenate([example.reading.pairs + start for example, start in zip(batch, starts, strict=True)])
    ends = [np.concatenate([getattr(example.reading, end) for example in batch]) for end in ("first", "last")]
    return tuple(torch.from_numpy(array) for array in (np.repeat(np.arange(len(batch)), counts), *ends, *pairs.T))


def _embedding(count: int, width: int, spread: float = _SPREAD_HEAD, padding_idx: int | None = None) -> Any:
    table = torch.nn.Embedding(count, width, padding_idx=padding_idx)
    torch.nn.init.normal_(table.weight, 0.0, spread)
    if padding_idx is not None:
        with torch.no_grad():
            table.weight[padding_idx].fill_(0.0)
    return table
