"""What a training configuration says (``configs/train_*.cfg``)."""

from __future__ import annotations

from pathlib import Path

from ..configuration import Section, read_configuration


class Pretrain(Section):
    """Masked-language-model training of the encoder on unlabelled criteria."""

    texts: list[list[str]]
    """Files of ``registry`` for each round; every round warms up and decays to zero."""
    words: int
    """Words a round, at most."""
    batch: int = 24
    learning_rate: float = 3e-4


class Teacher(Section):
    """One teacher: passes over Chia, and over LCT for each of them."""

    seed: int
    epochs: float = 5
    lct_passes: int = 1


class Finetune(Section):
    """Teachers: Chia and LCT together, one run each."""

    layers: int = 6
    batch: int = 16
    learning_rate: float = 2.5e-4
    teachers: list[Teacher]
    """Students start from the last one's layers."""
    lct_weight: float = 0.6
    other_weight: float = 0.3
    """Weight of telling Chia's non-concept spans from the rest."""
    smoothing: float = 0.03


class Distil(Section):
    """Students: the teachers' first layers, trained on their mean over unlabelled criteria, Chia and LCT."""

    layers: int
    inner: int | None = None
    """Neurons kept of each layer's inner ones, those with the largest weights; all of them unless said."""
    texts: list[str]
    words: int
    epochs: float
    batch: int = 24
    learning_rate: float = 5e-4
    gold_weight: float = 0.3
    dropout: float = 0.0
    seeds: list[int]
    """A student each, to see how much chance decides; the first one is packaged."""


class Refine(Section):
    """A second generation: each student goes on learning from the mean of its teachers and of finished models."""

    models: list[str]
    """Folders with a model's files; the student itself is one more, the teachers' mean another."""
    epochs: float
    learning_rate: float = 2e-4
    seed: int = 100
    """Added to the student's."""


class Package(Section):
    """The spaCy package that comes out."""

    name: str
    version: str
    description: str
    joined: tuple[str, ...] = ()
    """Other students of the work folder, such as "en_eligex_fast-0-refined", that the package reads beside its own."""
    temperatures: dict[str, float]
    """What a layer's scores are divided by before they become confidence: the least calibration error on dev."""
    least: dict[str, float]
    """Entities of a layer with less confidence are left out; F1 is best at half the F1 reached (Lipton et al. 2014)."""


class Settings(Section):
    """A whole training configuration."""

    pretrain: Pretrain
    finetune: Finetune
    distil: Distil
    refine: Refine | None = None
    package: Package


def read_settings(path: Path) -> Settings:
    """Return a configuration; raise ConfigError with the offending key."""
    return read_configuration(path, Settings)
