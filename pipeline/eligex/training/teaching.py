"""What all students learn from: the adapted encoder, the teachers, and what they say of unlabelled text."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from ..corpora.reading import read_corpus
from ..errors import InputError
from ..evaluate.entities import TYPES_OF
from ..ner.pieces import WordPieces
from .corpus import Sequence, by_word, read_texts, sequences
from .model import encoder_folder
from .settings import Teacher, TeachingSettings
from .steps import Items, Taught, finetune, pretrain, teach
from .work import Work

_MASK = "[MASK]"


class Teaching:
    """The steps of one configuration of teachers over a folder of corpora."""

    def __init__(self, settings: TeachingSettings, shared: Path, work: Work) -> None:
        self.work = work
        self.folder = encoder_folder()
        """The encoder as it comes."""
        self.vocabulary = self.folder / "vocab.txt"
        self._settings = settings
        self._corpora = shared / "corpora"
        self._registry = shared / "registry"
        self._pieces = WordPieces(self.vocabulary.read_text("utf-8").splitlines())

    def encoder(self) -> dict[str, Any]:
        """Return the state of the encoder adapted to trial text."""
        state = None
        for number in range(len(self._settings.pretrain.texts)):
            state = self.work.step(f"encoder-{number}", partial(self._pretrain, state, number))
        return dict(state or {})

    def teachers(self) -> list[dict[str, Any]]:
        """Return the states of the teachers."""
        encoder = self.encoder()
        return [
            self.work.step(f"teacher-{teacher.seed}", partial(self._finetune, encoder, teacher))
            for teacher in self._settings.finetune.teachers
        ]

    def items(self, teachers: list[dict[str, Any]]) -> Items:
        """Return what students read, a row a word (teachers read a row a piece), and what the teachers say of it."""
        items = self._to_teach()
        layers = self._settings.finetune.layers
        taught: list[Taught] = self.work.step("taught", lambda: teach(self.folder, teachers, items, layers))
        return list(zip([by_word(item, self._pieces.line_end) for item in items], taught, strict=True))

    def _pretrain(self, start: dict[str, Any] | None, number: int) -> dict[str, Any]:
        settings = self._settings.pretrain
        mask = self._pieces.vocabulary.index(_MASK)
        items = self._unlabelled(settings.texts[number], settings.words, number)
        return pretrain(self.folder, start, items, mask, settings, self.work.log)

    def _finetune(self, encoder: dict[str, Any], teacher: Teacher) -> dict[str, Any]:
        return finetune(self.folder, encoder, self._gold(), teacher, self._settings.finetune, self.work.log)

    def _to_teach(self) -> list[Sequence]:
        settings = self._settings.teach
        return [*self._unlabelled(settings.texts, settings.words, _TAUGHT), *self._gold()]

    def _unlabelled(self, texts: list[str], words: int, seed: int) -> list[Sequence]:
        paths = [self._registry / name for name in texts]
        if missing := [path for path in paths if not path.exists()]:
            raise InputError(f"{missing[0]}: no unlabelled texts to train on")
        return list(sequences(read_texts(paths, words, seed), self._pieces))

    def _gold(self) -> list[Sequence]:
        folds = {name: self._corpora / name / "train" for name in TYPES_OF}
        return [item for name, fold in folds.items() for item in sequences(read_corpus(fold, name), self._pieces)]


_TAUGHT = 5
"""Seed of the order in which texts are taught; those of pretraining are their round's number."""
