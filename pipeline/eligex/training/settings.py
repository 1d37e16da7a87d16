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
    """Students start from the layers of the last one."""
    lct_weight: float = 0.6
    other_weight: float = 0.3
    """Weight of telling Chia's non-concept spans from the rest."""
    smoothing: float = 0.03


class Teach(Section):
    """What the teachers label for students, beside Chia and LCT."""

    texts: list[str]
    """Files of ``registry``."""
    words: int


class TeachingSettings(Section):
    """What all models learn from (``configs/train_teachers.cfg``)."""

    pretrain: Pretrain
    finetune: Finetune
    teach: Teach


class Student(Section):
    """A student: the last teacher's first layers, trained on the teachers' mean and on gold."""

    layers: int
    inner: int | None = None
    """Neurons kept of each layer's inner ones, those with the largest weights; all of them unless said."""
    epochs: float
    batch: int = 24
    learning_rate: float = 5e-4
    gold_weight: float = 0.3
    dropout: float = 0.0


class Distil(Section):
    """Students of the teachers; a package of several reads the mean of their probabilities."""

    taught_by: str
    """Configuration of the teachers, beside this one."""
    students: list[Student]
    seeds: list[int]
    """A run each, which shows how much chance decides; the package has the mean of their weights."""


class Refine(Section):
    """A second generation: the students go on learning from the mean of teachers, students and finished models."""

    models: list[str]
    """Folders with a finished model's files; each counts once, and so do each student and the teachers' mean."""
    epochs: float
    slower: float = 1.0
    """What the student's learning rate is divided by."""
    seed: int = 100
    """Added to the run's."""


class Package(Section):
    """The spaCy package that comes out."""

    name: str
    version: str
    description: str
    temperatures: dict[str, float]
    """What a layer's scores are divided by before they become confidence: the least calibration error on dev."""
    least: dict[str, float]
    """Entities of a layer with less confidence are left out; F1 is best at half the F1 reached (Lipton et al. 2014)."""


class Settings(Section):
    """The configuration of a model."""

    distil: Distil
    refine: Refine | None = None
    package: Package


def read_settings(path: Path) -> Settings:
    """Return a model's configuration; raise ConfigError with the offending key."""
    return read_configuration(path, Settings)


def read_teaching(path: Path) -> TeachingSettings:
    """Return the teachers' configuration; raise ConfigError with the offending key."""
    return read_configuration(path, TeachingSettings)
