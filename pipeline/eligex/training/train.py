"""One command from corpora to a package; a step whose file is there is not done again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from ..corpora.reading import read_corpus
from ..errors import InputError
from ..evaluate.entities import TYPES_OF
from ..ner.pieces import WordPieces
from .corpus import Sequence, by_word, read_texts, sequences
from .export import export_model, write_package
from .loop import Log
from .model import Tagger, encoder_folder, torch
from .settings import Refine, Settings, Teacher
from .steps import Taught, distil, finetune, joined, pretrain, refine, teach

_MASK = "[MASK]"


class Training:
    """The steps of one configuration over a folder of corpora, with their results in a work folder."""

    def __init__(self, settings: Settings, shared: Path, work: Path, log: Log) -> None:
        self._settings = settings
        self._work = work
        self._log = log
        self._corpora = shared / "corpora"
        self._registry = shared / "registry"
        self._encoder = encoder_folder()
        self._vocabulary = self._encoder / "vocab.txt"
        self._pieces = WordPieces(self._vocabulary.read_text("utf-8").splitlines())
        work.mkdir(parents=True, exist_ok=True)

    def run(self, packages: Path) -> None:
        """Do all steps, leave each student's model in the work folder and write the package of the first."""
        settings = self._settings
        encoder = self.encoder()
        teachers = [
            self._step(f"teacher-{teacher.seed}", partial(self._finetune, encoder, teacher))
            for teacher in settings.finetune.teachers
        ]
        taught = self._step(f"taught-{settings.distil.words}", partial(self._teach, teachers))
        for seed in settings.distil.seeds:
            self._student(teachers[-1], taught, seed)
        write_package(self._files(settings.distil.seeds[0]), settings.package, packages / settings.package.name)

    def _files(self, seed: int) -> Path:
        return self._work / f"{self._settings.package.name}-{seed}"

    def _student(self, start: dict[str, Any], taught: list[Taught], seed: int) -> None:
        """Leave a student's model in the work folder, in the end joined with the others that the package reads."""
        files = self._files(seed)
        student = self._step(files.name, partial(self._distil, start, taught, seed))
        if refining := self._settings.refine:
            self._export([student], files)
            student = self._step(f"{files.name}-refined", partial(self._refine, refining, student, taught, seed))
        self._export([student, *map(self._other, self._settings.package.joined)], files)

    def _other(self, name: str) -> dict[str, Any]:
        path = self._work / f"{name}.pt"
        if not path.exists():
            raise InputError(f"{path}: no such student; train it in this work folder, then run this command once more")
        state: dict[str, Any] = torch.load(path, weights_only=False)
        return state

    def encoder(self) -> dict[str, Any]:
        """Return the state of the encoder adapted to trial text."""
        state = None
        for number in range(len(self._settings.pretrain.texts)):
            state = self._step(f"encoder-{number}", partial(self._pretrain, state, number))
        return dict(state or {})

    def _step(self, name: str, work: Callable[[], Any]) -> Any:
        path = self._work / f"{name}.pt"
        if not path.exists():
            self._log(f"{name}: begins")
            torch.save(work(), path)
        self._log(f"{name}: {path}")
        return torch.load(path, weights_only=False)

    def _export(self, students: list[dict[str, Any]], folder: Path) -> None:
        models = [Tagger.of(self._encoder, student) for student in students]
        export_model(models, self._vocabulary, self._settings.package, folder)

    def _unlabelled(self, texts: list[str], words: int, seed: int) -> list[Sequence]:
        paths = [self._registry / name for name in texts]
        if missing := [path for path in paths if not path.exists()]:
            raise InputError(f"{missing[0]}: no unlabelled texts to train on")
        return list(sequences(read_texts(paths, words, seed), self._pieces))

    def _gold(self) -> list[Sequence]:
        folds = {name: self._corpora / name / "train" for name in TYPES_OF}
        return [item for name, fold in folds.items() for item in sequences(read_corpus(fold, name), self._pieces)]

    def _pretrain(self, start: dict[str, Any] | None, number: int) -> dict[str, Any]:
        settings = self._settings.pretrain
        mask = self._pieces.vocabulary.index(_MASK)
        items = self._unlabelled(settings.texts[number], settings.words, number)
        return pretrain(self._encoder, start, items, mask, settings, self._log)

    def _finetune(self, encoder: dict[str, Any], teacher: Teacher) -> dict[str, Any]:
        return finetune(self._encoder, encoder, self._gold(), teacher, self._settings.finetune, self._log)

    def _to_teach(self) -> list[Sequence]:
        settings = self._settings.distil
        return [*self._unlabelled(settings.texts, settings.words, 5), *self._gold()]

    def _teach(self, teachers: list[dict[str, Any]]) -> list[Taught]:
        return teach(self._encoder, teachers, self._to_teach(), self._settings.finetune.layers)

    def _read(self) -> list[Sequence]:
        """Return what students read: a row a word, where teachers read a row a piece."""
        return [by_word(item, self._pieces.line_end) for item in self._to_teach()]

    def _distil(self, start: dict[str, Any], taught: list[Taught], seed: int) -> dict[str, Any]:
        items = list(zip(self._read(), taught, strict=True))
        return distil(self._encoder, start, items, seed, self._settings.distil, self._log)

    def _refine(self, settings: Refine, student: dict[str, Any], taught: list[Taught], seed: int) -> dict[str, Any]:
        read = self._read()
        models = [self._files(seed), *map(Path, settings.models)]
        items = list(zip(read, joined(taught, read, models), strict=True))
        return refine(self._encoder, student, items, seed, settings, self._settings.distil, self._log)
