"""What the configuration of the relation models says (``configs/train_relations.cfg``)."""

from __future__ import annotations

from pathlib import Path

from ..configuration import Section, read_configuration


class Sparse(Section):
    """The model over hashed features of a corpus; ``drop``: shares of hidden units and features left out by chance."""

    hidden: int = 48
    epochs: int = 4
    batch: int = 256
    rate: float = 0.03
    drop: float = 0.3
    drop_features: float = 0.3
    least_features: int = 5
    least_pairs: int = 2
    least_labels: int = 3
    folds: int = 4
    seed: int = 0


class Encoding(Section):
    """The encoder and its heads: both corpora in one run."""

    adapted_by: str
    """Configuration of the entity models' teachers, beside this one; their first step adapts the encoder."""
    layers: int
    width: int
    epochs: float
    pieces: int
    """Word pieces in a batch."""
    learning_rate: float
    head_rate: float
    """How many times faster what starts from nothing learns."""
    first_pass: float = 0.7
    """Weight of the first pass's own loss."""
    seed: int = 0
    part: dict[str, float]
    """The encoder's weight, by corpus, in the mean with the model over features."""


class RelationSettings(Section):
    """A whole training configuration."""

    sparse: dict[str, Sparse]
    encoder: Encoding


def read_settings(path: Path) -> RelationSettings:
    """Return a configuration; raise ConfigError with the offending key."""
    return read_configuration(path, RelationSettings)
