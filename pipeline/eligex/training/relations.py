"""Train the relation models of a configuration: features by corpus, then one encoder for all, into one package."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..ner.pieces import WordPieces
from ..relations.examples import gold_labels
from ..relations.gold import Annotated, read_relations
from ..relations.labels import Labels
from ..relations.pairs import lines_of, pairs_of
from ..relations.reading import Reader
from ..relations.settings import Encoding, RelationSettings
from ..relations.train import train as train_sparse
from .loop import Batch, Log, seeded, train
from .model import encoder_folder, torch
from .relation_export import export_relations
from .relation_model import Example, RelationNet

_POOL = 400
"""Lines that are sorted by length together."""


def train_relations(settings: RelationSettings, corpora: Path, start: dict[str, Any], output: Path, log: Log) -> None:
    """Train on the corpora's training folds from an encoder's state; write the package's files."""
    documents = {name: list(read_relations(corpora / name / "train", name)) for name in settings.sparse}
    labels: dict[str, Labels] = {}
    for name, own in settings.sparse.items():
        trained = train_sparse(documents[name], name, own, log)
        (output / f"{name}.npz").write_bytes(trained.weights)
        (output / f"{name}.json").write_bytes(trained.names)
        labels[name] = trained.labels
    folder = encoder_folder()
    vocabulary = folder / "vocab.txt"
    types = _types(documents)
    reader = Reader(WordPieces(vocabulary.read_text("utf-8").splitlines()), types)
    examples = [e for name, own in documents.items() for e in examples_of(own, name, labels[name], reader)]
    net = train_encoder(folder, start, examples, labels, len(types), settings.encoder, log)
    export_relations(net, vocabulary, types, settings.encoder.part, output)


def _types(documents: dict[str, list[Annotated]]) -> dict[str, int]:
    """Number the types of entities from 1; corpora share a type of the same name."""
    names = {label for own in documents.values() for document in own for label, _, _ in document.entities}
    return {name: number for number, name in enumerate(sorted(names), start=1)}


def examples_of(documents: Sequence[Annotated], corpus: str, labels: Labels, reader: Reader) -> list[Example]:
    """Lay out the lines that have candidate pairs."""
    numbers = {pair: number for number, pair in enumerate(labels.allowed)}
    found = []
    for document in documents:
        gold = gold_labels(document)
        for line in lines_of(document.text, document.entities):
            pairs = pairs_of(line, labels.known)
            if not pairs:
                continue
            types = [(line.entities[i][0], line.entities[j][0]) for i, j in pairs]
            own = labels.numbers([gold.get((line.places[i], line.places[j]), "") for i, j in pairs])
            places = np.array([numbers[pair] for pair in types])
            found.append(Example(corpus, reader.read(line, pairs), places, labels.mask(types), own))
    return found


def train_encoder(
    folder: Path,
    start: dict[str, Any],
    examples: list[Example],
    labels: dict[str, Labels],
    types: int,
    settings: Encoding,
    log: Log,
) -> RelationNet:
    """Train encoder and heads on the lines of all corpora."""
    seeded(settings.seed)
    net = RelationNet(folder, settings.layers, types, labels, settings.width)
    net.take_layers(start)

    def loss(batch: Batch) -> Any:
        first, final = net(batch)
        gold = torch.from_numpy(np.concatenate([example.gold for example in batch]))
        # A list's pairs are many and alike: they count by the root of their number.
        weights = torch.cat([torch.full((len(e.gold),), len(e.gold) ** -0.5) for e in batch])
        errors = _errors(final, gold) + settings.first_pass * _errors(first, gold)
        return (errors * weights).sum() / weights.sum()

    rate = settings.learning_rate
    others = [value for name, value in net.named_parameters() if not name.startswith("bert.")]
    groups = [{"params": net.bert.parameters(), "lr": rate}, {"params": others, "lr": rate * settings.head_rate}]
    train(net, groups, lambda: _batches(examples, settings.pieces), settings.epochs, loss, log)
    net.eval()
    return net


def _errors(scores: Any, gold: Any) -> Any:
    return torch.nn.functional.cross_entropy(scores, gold, reduction="none")


def _batches(examples: list[Example], pieces: int) -> list[Batch]:
    """Return batches of lines of one corpus and of like length, in random order."""
    made: list[Batch] = []
    for corpus in dict.fromkeys(example.corpus for example in examples):
        own = [example for example in examples if example.corpus == corpus]
        random.shuffle(own)
        for first in range(0, len(own), _POOL):
            made += _filled(sorted(own[first : first + _POOL], key=lambda e: len(e.reading.pieces)), pieces)
    random.shuffle(made)
    return made


def _filled(examples: list[Example], pieces: int) -> list[Batch]:
    made: list[Batch] = [[]]
    for example in examples:
        if made[-1] and (len(made[-1]) + 1) * len(example.reading.pieces) > pieces:
            made.append([])
        made[-1].append(example)
    return made
