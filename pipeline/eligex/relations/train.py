"""Train the model over hashed features: two passes of a small network over sparse rows, in NumPy and SciPy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from ..extras import need
from ..ner.decoding import softmax
from .context import KINDS, context_of
from .examples import Examples, examples_of, kept_hashes, known_pairs, labels_of
from .gold import Annotated
from .labels import Floats, Labels
from .settings import Sparse
from .sparse import FIELDS, Layer

Log = Callable[[str], None]
Rows = Any
"""A sparse matrix of pairs by features."""


@dataclass(slots=True)
class Trained:
    """What training on a corpus fold gives: the labels, and the contents of the model's two files."""

    labels: Labels
    weights: bytes
    names: bytes


def train(documents: Sequence[Annotated], corpus: str, settings: Sparse, log: Log) -> Trained:
    """Train on annotated texts; weights are stored in 8 bits."""
    examples = examples_of(documents, known_pairs(documents, settings.least_pairs))
    labels = labels_of(examples, corpus, settings.least_labels)
    hashes = kept_hashes(examples, settings.least_features)
    rows = _sparse(examples, hashes)
    gold = labels.numbers(examples.labels)
    mask = labels.mask(examples.types)
    log(f"{corpus}: {rows.shape[0]} pairs, {rows.shape[1]} features, {len(labels.names)} labels")
    shares = _crossed(rows, gold, mask, examples, settings, log)
    first = _fit(rows, gold, mask, settings, settings.seed, len(hashes))
    context = _scipy().csr_matrix(_contexts(examples, shares, labels))
    both = _scipy().hstack([rows, context]).tocsr()
    second = _fit(both, gold, mask, settings, settings.seed + 1, len(hashes))
    return Trained(labels, *_stored(hashes, (first, second), labels))


def _scipy() -> Any:
    return need("scipy.sparse", "train")


def _sparse(examples: Examples, hashes: NDArray[np.uint32]) -> Rows:
    columns, ends = [], [0]
    for row in examples.hashes:
        wanted = np.array(row, np.uint32)
        at = np.minimum(np.searchsorted(hashes, wanted), len(hashes) - 1)
        columns.append(at[hashes[at] == wanted])
        ends.append(ends[-1] + len(columns[-1]))
    data = np.ones(ends[-1], np.float32)
    return _scipy().csr_matrix((data, np.concatenate(columns), np.array(ends)), shape=(len(columns), len(hashes)))


def _crossed(
    rows: Rows, gold: NDArray[np.int64], mask: Floats, examples: Examples, settings: Sparse, log: Log
) -> Floats:
    """Return first-pass probabilities of every pair from models that have not seen its trial."""
    trials = sorted(set(examples.trials))
    np.random.default_rng(settings.seed).shuffle(trials)
    part = {trial: i % settings.folds for i, trial in enumerate(trials)}
    own = np.array([part[trial] for trial in examples.trials])
    shares = np.zeros(mask.shape, np.float32)
    for fold in range(settings.folds):
        seen, held = own != fold, own == fold
        layer = _fit(rows[seen], gold[seen], mask[seen], settings, settings.seed + 2 + fold, rows.shape[1])
        inside = rows[held]
        shares[held] = softmax(layer.scores(inside @ layer.embed, inside @ layer.linear) + mask[held])
        log(f"part {fold + 1} of {settings.folds}: {(shares[held].argmax(1) == gold[held]).mean():.4f} of pairs right")
    return shares


def _contexts(examples: Examples, shares: Floats, labels: Labels) -> Floats:
    reverse = labels.reverse()
    rows = np.zeros((len(shares), KINDS * shares.shape[1]), np.float32)
    for group in examples.groups:
        at = slice(group.start, group.start + len(group.pairs))
        rows[at] = context_of(group.pairs, shares[at], group.count, labels.joining, reverse)
    return rows


class _Adagrad:
    """A layer in training, with the squared gradients seen so far."""

    def __init__(self, columns: int, labels: int, settings: Sparse, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        hidden = settings.hidden
        self.layer = Layer(
            self.random.normal(0, 0.05, (columns, hidden)).astype(np.float32),
            np.zeros(hidden, np.float32),
            self.random.normal(0, hidden**-0.5, (hidden, labels)).astype(np.float32),
            np.zeros(labels, np.float32),
            np.zeros((columns, labels), np.float32),
        )
        self.seen = {
            "embed": np.full(columns, 1e-6, np.float32),
            "linear": np.full(columns, 1e-6, np.float32),
            **{name: np.full_like(getattr(self.layer, name), 1e-6) for name in ("bias", "out", "out_bias")},
        }

    def dense(self, name: str, gradient: Floats, rate: float) -> None:
        """Move the weights of every unit."""
        self.seen[name] += gradient**2
        getattr(self.layer, name)[...] -= rate * gradient / np.sqrt(self.seen[name])

    def sparse(self, name: str, columns: NDArray[np.int64], gradient: Floats, rate: float) -> None:
        """Move the rows of the features that a batch has; a feature's labels or units share one pace."""
        self.seen[name][columns] += (gradient**2).mean(1)
        getattr(self.layer, name)[columns] -= rate * gradient / np.sqrt(self.seen[name][columns])[:, None]


def _fit(rows: Rows, gold: NDArray[np.int64], mask: Floats, settings: Sparse, seed: int, words: int) -> Layer:
    """Train one pass; columns from ``words`` on are never dropped."""
    state = _Adagrad(rows.shape[1], mask.shape[1], settings, seed)
    count = rows.shape[0]
    batches = -(-count // settings.batch)
    for epoch in range(settings.epochs):
        order = state.random.permutation(count)
        for number in range(batches):
            done = (epoch * batches + number) / (settings.epochs * batches)
            own = order[number * settings.batch : (number + 1) * settings.batch]
            _step(state, rows[own], gold[own], mask[own], settings, words, settings.rate * max(0.02, 1 - done))
    return state.layer


def _step(
    state: _Adagrad, rows: Rows, gold: NDArray[np.int64], mask: Floats, settings: Sparse, words: int, rate: float
) -> None:
    layer, random = state.layer, state.random
    keep = 1 - settings.drop_features
    of_words = rows.indices < words
    dropped = np.where(of_words, (random.random(rows.nnz) < keep) / keep, 1.0)
    columns, inner = np.unique(rows.indices, return_inverse=True)
    shape = (len(gold), len(columns))
    batch = _scipy().csr_matrix(((rows.data * dropped).astype(np.float32), inner, rows.indptr), shape=shape)
    summed = batch @ layer.embed[columns] + layer.bias
    gate = ((summed > 0) & (random.random(summed.shape) >= settings.drop)).astype(np.float32) / (1 - settings.drop)
    hidden = summed * gate
    error = softmax(hidden @ layer.out + layer.out_bias + batch @ layer.linear[columns] + mask)
    error[np.arange(len(gold)), gold] -= 1.0
    error /= len(gold)
    back = (error @ layer.out.T) * gate
    turned = batch.T.tocsr()
    state.sparse("embed", columns, turned @ back, rate)
    state.sparse("linear", columns, turned @ error, rate / 2)
    state.dense("out", hidden.T @ error, rate)
    state.dense("bias", back.sum(0), rate)
    state.dense("out_bias", error.sum(0), rate)


def _stored(hashes: NDArray[np.uint32], layers: tuple[Layer, Layer], labels: Labels) -> tuple[bytes, bytes]:
    """Return the contents of the weights' file, tables in 8 bits, and of the labels' file."""
    from io import BytesIO

    arrays: dict[str, Any] = {"hashes": hashes}
    for number, layer in enumerate(layers):
        for name in FIELDS:
            values = getattr(layer, name)
            scale = np.float32(1.0)
            if values.ndim == 2:
                scale = np.float32(np.percentile(np.abs(values), 99.95) / 127)
                values = np.clip(np.rint(values / scale), -127, 127).astype(np.int8)
            arrays[f"{number}.{name}"] = values
            arrays[f"{number}.{name}.scale"] = scale
    weights = BytesIO()
    np.savez_compressed(weights, **arrays)
    told = {
        "labels": labels.names,
        "joining": labels.joining,
        "allowed": [[one, other, own] for (one, other), own in labels.allowed.items()],
    }
    return weights.getvalue(), orjson.dumps(told, option=orjson.OPT_INDENT_2)
