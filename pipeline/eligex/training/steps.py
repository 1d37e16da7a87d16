"""The steps of training, each from files to one file."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from ..evaluate.entities import TYPES_OF
from ..ner.decoding import softmax
from ..ner.tagger import Tagger as Reader
from .corpus import IGNORED, Sequence
from .loop import Batch, Log, batches, groups, seeded, train
from .model import HEADS, STUDENT_HEADS, Tagger, padded, torch
from .settings import Finetune, Pretrain, Student, Teacher

Taught = dict[str, Any]
"""Label probabilities of a sequence's words by layer, arrays (words, labels)."""
Items = list[tuple[Sequence, Taught]]
_MASKED = 0.15


def pretrain(
    folder: Path, start: dict[str, Any] | None, items: list[Sequence], mask: int, settings: Pretrain, log: Log
) -> dict[str, Any]:
    """Adapt the encoder, as it comes or from a state, to trial text by masked-language modelling; return its state."""
    seeded(0)
    model = Tagger(folder, 6, {})
    if start:
        model.load_state_dict(start)
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

    group = {"params": parameters, "lr": settings.learning_rate}
    train(model, [group], lambda: batches(items, settings.batch), 1, loss, log)
    return dict(model.state_dict())


_FIRST_WORD = 1000
"""Below are BERT's special and unused pieces."""


def finetune(
    folder: Path, start: dict[str, Any], items: list[Sequence], teacher: Teacher, settings: Finetune, log: Log
) -> dict[str, Any]:
    """Train a teacher on Chia and LCT together; return its state."""
    seeded(teacher.seed)
    model = Tagger(folder, settings.layers, HEADS)
    model.take_layers(start)

    def loss(batch: Batch) -> Any:
        corpus = batch[0].corpus
        words = _words(model, batch)
        labels = torch.tensor([label for item in batch for label in item.labels])
        entity = _cross_entropy(model.heads[corpus](words), labels, settings.smoothing)
        if corpus == "lct":
            return settings.lct_weight * entity
        others = torch.tensor([other for item in batch for other in item.others])
        return entity + settings.other_weight * _cross_entropy(model.heads["others"](words), others)

    def mixed() -> list[Batch]:
        chia = batches((item for item in items if item.corpus == "chia"), settings.batch)
        lct = [item for item in items if item.corpus == "lct"]
        own = chia + [batch for _ in range(teacher.lct_passes) for batch in batches(lct, settings.batch)]
        random.shuffle(own)
        return own

    train(model, groups(model, settings.learning_rate, 8), mixed, teacher.epochs, loss, log)
    return dict(model.state_dict())


def teach(folder: Path, teachers: list[dict[str, Any]], items: list[Sequence], layers: int) -> list[Taught]:
    """Return the teachers' mean label probabilities of each sequence's words, by layer, as 16-bit arrays."""
    total: list[Taught] = [{} for _ in items]
    order = sorted(range(len(items)), key=lambda i: len(items[i].rows))
    for state in teachers:
        model = Tagger(folder, layers, HEADS)
        model.load_state_dict(state)
        model.eval()
        for first in range(0, len(order), 32):
            chosen = order[first : first + 32]
            scores = _probabilities(model, [items[i] for i in chosen])
            for number, own in zip(chosen, scores, strict=True):
                for corpus, value in own.items():
                    total[number][corpus] = total[number].get(corpus, 0) + value / len(teachers)
    return [{corpus: value.astype(np.float16) for corpus, value in own.items()} for own in total]


def _probabilities(model: Tagger, sequences: list[Sequence]) -> list[Taught]:
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        vectors = model.encode(padded([item.rows for item in sequences])).float()
    with torch.no_grad():
        scores = {corpus: model.heads[corpus](vectors).softmax(-1).numpy() for corpus in TYPES_OF}
    return [{c: v[place][item.firsts] for c, v in scores.items()} for place, item in enumerate(sequences)]


def distil(folder: Path, start: dict[str, Any], items: Items, seed: int, settings: Student, log: Log) -> dict[str, Any]:
    """Train a student on the teachers' probabilities, and on gold where there is any; return its state."""
    model = _seeded_student(folder, seed, settings)
    model.take_layers(start)
    for corpus, head in model.heads.items():
        head.load_state_dict({k: start[f"heads.{corpus}.{k}"] for k in ("weight", "bias")})
    return _learn(model, items, 4, settings, log)


def refine(
    folder: Path, student: dict[str, Any], items: Items, seed: int, settings: Student, log: Log
) -> dict[str, Any]:
    """Train a student further, on new probabilities; return its state."""
    model = _seeded_student(folder, seed, settings)
    model.load_state_dict(student)
    return _learn(model, items, 2, settings, log)


def _seeded_student(folder: Path, seed: int, settings: Student) -> Tagger:
    seeded(seed)
    return Tagger(folder, settings.layers, STUDENT_HEADS, settings.inner, settings.dropout)


def joined(items: Items, models: Iterable[Path]) -> Items:
    """Return the mean of the probabilities given and those of finished models, each of them counting once."""
    total = [{corpus: value.astype(np.float32) for corpus, value in taught.items()} for _, taught in items]
    counts = dict.fromkeys(TYPES_OF, 1)
    for reader in map(Reader.from_folder, models):
        for corpus in reader.layers:
            counts[corpus] += 1
        for own, (item, _) in zip(total, items, strict=True):
            for corpus, scores in reader.scores_by_layer(item.rows).items():
                own[corpus] += softmax(scores[item.firsts])
    means = ({corpus: (own[corpus] / counts[corpus]).astype(np.float16) for corpus in own} for own in total)
    return [(item, own) for (item, _), own in zip(items, means, strict=True)]


def averaged(states: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the mean of the weights of students that started from the same (Wortsman et al. 2022)."""
    return {name: sum(state[name] for state in states) / len(states) for name in states[0]}


def _learn(model: Tagger, items: Items, head_factor: float, settings: Student, log: Log) -> dict[str, Any]:
    def loss(batch: Batch) -> Any:
        words = _words(model, [item for item, _ in batch])
        parts = [_distilled(corpus, head(words), batch, settings.gold_weight) for corpus, head in model.heads.items()]
        return sum(parts)

    parameters = groups(model, settings.learning_rate, head_factor)
    train(model, parameters, lambda: batches(items, settings.batch), settings.epochs, loss, log)
    return dict(model.state_dict())


def _distilled(corpus: str, scores: Any, batch: Batch, gold_weight: float) -> Any:
    """Return the loss of one layer's scores against the teachers and, for its own corpus, against gold."""
    soft = torch.from_numpy(np.concatenate([taught[corpus] for _, taught in batch])).float()
    total = -(soft * scores.log_softmax(-1)).sum(-1).mean()
    gold = [x for s, _ in batch for x in (s.labels if s.corpus == corpus else [IGNORED] * len(s.words))]
    known = sum(label != IGNORED for label in gold) / len(gold)
    if known > 0:
        total = total + 4 * gold_weight * known * _cross_entropy(scores, torch.tensor(gold))
    return total


def _words(model: Tagger, sequences: list[Sequence]) -> Any:
    """Return the vectors of the words of a batch, one after the other."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors = model.encode(padded([item.rows for item in sequences]))
    places = torch.tensor([(n, first) for n, item in enumerate(sequences) for first in item.firsts])
    return model.drop(vectors.float())[places[:, 0], places[:, 1]]


def _cross_entropy(scores: Any, labels: Any, smoothing: float = 0.0) -> Any:
    function = torch.nn.functional.cross_entropy
    return function(scores, labels, ignore_index=IGNORED, label_smoothing=smoothing)
