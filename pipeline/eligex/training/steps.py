"""The steps of training, each from files to one file."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from .corpus import IGNORED, Sequence
from .model import HEADS, Tagger, padded, torch
from .settings import Distil, Finetune, Pretrain

Log = Callable[[str], None]
Batch = list[Any]
_CLIP = 1.0
_MASKED = 0.15
_REPORT = 100


def pretrain(folder: Path, items: list[Sequence], mask: int, settings: Pretrain, log: Log) -> dict[str, Any]:
    """Adapt the encoder to trial text by masked-language modelling; return its state."""
    torch.manual_seed(0)
    model = Tagger(folder, 6, {})
    embeddings = model.bert.embeddings.word_embeddings.weight
    width = embeddings.shape[1]
    transform = torch.nn.Sequential(torch.nn.Linear(width, width), torch.nn.GELU(), torch.nn.LayerNorm(width))
    bias = torch.nn.Parameter(torch.zeros(embeddings.shape[0]))
    parameters = [*model.parameters(), *transform.parameters(), bias]

    def loss(batch: Batch) -> Any:
        rows = padded([item.rows for item in batch])
        ids = rows[:, :, 0]
        chosen = (torch.rand(ids.shape) < _MASKED) & (ids >= _FIRST_WORD)
        wanted = ids[chosen]
        ids[chosen & (torch.rand(ids.shape) < 0.8)] = mask
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = transform(model.encode(rows)[chosen]) @ embeddings.t() + bias
        return torch.nn.functional.cross_entropy(scores.float(), wanted)

    groups = [{"params": parameters, "lr": settings.learning_rate}]
    _train(model, groups, lambda: batches(items, settings.batch), 1, loss, log)
    return dict(model.state_dict())


_FIRST_WORD = 1000
"""Below are BERT's special and unused pieces."""


def finetune(
    folder: Path, start: dict[str, Any], items: dict[str, list[Sequence]], seed: int, settings: Finetune, log: Log
) -> dict[str, Any]:
    """Train a teacher on Chia and LCT together; return its state."""
    _seed(seed)
    model = Tagger(folder, settings.layers, HEADS)
    model.take_layers(start)

    def loss(batch: Batch) -> Any:
        corpus, sequences = batch[0][0], [item for _, item in batch]
        words = _words(model, sequences)
        labels = torch.tensor([label for item in sequences for label in item.labels])
        entity = _cross_entropy(model.heads[corpus](words), labels, settings.smoothing)
        if corpus == "lct":
            return settings.lct_weight * entity
        others = torch.tensor([other for item in sequences for other in item.others])
        return entity + settings.other_weight * _cross_entropy(model.heads["others"](words), others)

    def mixed() -> list[Batch]:
        own = [
            [(corpus, item) for item in batch] for corpus in items for batch in batches(items[corpus], settings.batch)
        ]
        random.shuffle(own)
        return own

    _train(model, _groups(model, settings.learning_rate, 8), mixed, settings.epochs, loss, log)
    return dict(model.state_dict())


def teach(folder: Path, teachers: list[dict[str, Any]], items: list[Sequence], layers: int) -> list[Any]:
    """Return the teachers' mean label probabilities of each sequence's words, as 16-bit arrays."""
    total: list[Any] = [None] * len(items)
    order = sorted(range(len(items)), key=lambda i: len(items[i].rows))
    for state in teachers:
        model = Tagger(folder, layers, HEADS)
        model.load_state_dict(state)
        model.eval()
        for first in range(0, len(order), 32):
            chosen = order[first : first + 32]
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                vectors = model.encode(padded([items[i].rows for i in chosen])).float()
            scores = model.heads["chia"](vectors).softmax(-1).detach().numpy()
            for place, number in enumerate(chosen):
                own = scores[place][items[number].firsts]
                total[number] = own if total[number] is None else total[number] + own
    return [(value / len(teachers)).astype(np.float16) for value in total]


def distil(
    folder: Path, start: dict[str, Any], items: list[tuple[Sequence, Any]], settings: Distil, log: Log
) -> dict[str, Any]:
    """Train the student on the teachers' probabilities, and on gold where there is any; return its state."""
    _seed(settings.seed)
    model = Tagger(folder, settings.layers, {"chia": HEADS["chia"]})
    model.take_layers(start)
    model.heads["chia"].load_state_dict({k: start[f"heads.chia.{k}"] for k in ("weight", "bias")})

    def loss(batch: Batch) -> Any:
        sequences = [item for item, _ in batch]
        scores = model.heads["chia"](_words(model, sequences))
        soft = torch.from_numpy(np.concatenate([taught for _, taught in batch])).float()
        total = -(soft * scores.log_softmax(-1)).sum(-1).mean()
        gold = torch.tensor([x for s in sequences for x in (s.labels or [IGNORED] * len(s.words))])
        known = (gold != IGNORED).float().mean()
        if known > 0:
            total = total + 4 * settings.gold_weight * known * _cross_entropy(scores, gold)
        return total

    groups = _groups(model, settings.learning_rate, 4)
    _train(model, groups, lambda: batches(items, settings.batch), settings.epochs, loss, log)
    return dict(model.state_dict())


def batches(items: Iterable[Any], size: int) -> list[Batch]:
    """Return batches of sequences of like length, in random order."""
    pool = list(items)
    random.shuffle(pool)
    made: list[Batch] = []
    for first in range(0, len(pool), size * 20):
        near = sorted(pool[first : first + size * 20], key=_length)
        made += [near[i : i + size] for i in range(0, len(near), size)]
    random.shuffle(made)
    return made


def _length(item: Any) -> int:
    sequence = item if isinstance(item, Sequence) else item[0]
    return len(sequence.rows)


def _words(model: Tagger, sequences: list[Sequence]) -> Any:
    """Return the vectors of the words of a batch, one after the other."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors = model.encode(padded([item.rows for item in sequences]))
    places = torch.tensor([(n, first) for n, item in enumerate(sequences) for first in item.firsts])
    return model.drop(vectors.float())[places[:, 0], places[:, 1]]


def _cross_entropy(scores: Any, labels: Any, smoothing: float = 0.0) -> Any:
    function = torch.nn.functional.cross_entropy
    return function(scores, labels, ignore_index=IGNORED, label_smoothing=smoothing)


def _groups(model: Tagger, rate: float, factor: float) -> list[dict[str, Any]]:
    """Return parameter groups; heads start from nothing and learn faster."""
    return [{"params": model.bert.parameters(), "lr": rate}, {"params": model.heads.parameters(), "lr": rate * factor}]


def _seed(seed: int) -> None:
    torch.manual_seed(seed)
    random.seed(seed)


def _train(
    model: Tagger,
    groups: list[dict[str, Any]],
    epoch: Callable[[], list[Batch]],
    epochs: float,
    loss: Callable[[Batch], Any],
    log: Log,
) -> None:
    """Run AdamW with warm-up and linear decay to zero over all steps."""
    steps = int(len(epoch()) * epochs)
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1, (s + 1) / (0.08 * steps)) * max(0, 1 - s / steps)
    )
    began = time.monotonic()
    model.train()
    for step, batch in enumerate(_endless(epoch)):
        if step >= steps:
            break
        value = loss(batch)
        value.backward()
        torch.nn.utils.clip_grad_norm_([p for group in groups for p in group["params"]], _CLIP)
        optimiser.step()
        rate.step()
        optimiser.zero_grad(set_to_none=True)
        if step % _REPORT == 0:
            log(f"step {step} of {steps}: loss {value.item():.3f}, {time.monotonic() - began:.0f} s")


def _endless(epoch: Callable[[], list[Batch]]) -> Iterator[Batch]:
    while True:
        yield from epoch()
