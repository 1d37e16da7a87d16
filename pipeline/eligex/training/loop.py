"""The training loop: batches of like length, AdamW with warm-up and linear decay to zero."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .corpus import Sequence
from .model import Tagger, torch

Log = Callable[[str], None]
Batch = list[Any]
_CLIP = 1.0
_WARM = 0.08
_REPORT = 100


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


def groups(model: Tagger, rate: float, factor: float) -> list[dict[str, Any]]:
    """Return parameter groups; heads start from nothing and learn faster."""
    return [{"params": model.bert.parameters(), "lr": rate}, {"params": model.heads.parameters(), "lr": rate * factor}]


def seeded(seed: int) -> None:
    """Fix all that is drawn by chance."""
    torch.manual_seed(seed)
    random.seed(seed)


def train(
    model: Tagger,
    parameters: list[dict[str, Any]],
    epoch: Callable[[], list[Batch]],
    epochs: float,
    loss: Callable[[Batch], Any],
    log: Log,
) -> None:
    """Run all steps of a training; ``epoch`` returns the batches of one pass."""
    steps = int(len(epoch()) * epochs)
    parameters = [group | {"params": list(group["params"])} for group in parameters]
    optimiser = torch.optim.AdamW(parameters, weight_decay=0.01, fused=True)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1, (s + 1) / (_WARM * steps)) * max(0, 1 - s / steps)
    )
    began = time.monotonic()
    model.train()
    for step, batch in enumerate(_endless(epoch)):
        if step >= steps:
            break
        value = loss(batch)
        value.backward()
        torch.nn.utils.clip_grad_norm_([p for group in parameters for p in group["params"]], _CLIP)
        optimiser.step()
        rate.step()
        optimiser.zero_grad(set_to_none=True)
        if step % _REPORT == 0:
            log(f"step {step} of {steps}: loss {value.item():.3f}, {time.monotonic() - began:.0f} s")


def _endless(epoch: Callable[[], list[Batch]]) -> Iterator[Batch]:
    while True:
        yield from epoch()
