"""One command from corpora to a package; a step whose file is there is not done again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..ner.pieces import WordPieces, folded
from .corpus import Document, Sequence, read_corpus, read_texts, sequences
from .export import export_model, write_package
from .model import HEADS, Tagger, encoder_folder, torch
from .settings import Settings
from .steps import Log, distil, finetune, pretrain, teach

_MASK = "[MASK]"


class Training:
    """The steps of one configuration over a folder of corpora, with their results in a work folder."""

    def __init__(self, settings: Settings, shared: Path, work: Path, log: Log) -> None:
        self._settings = settings
        self._work = work
        self._log = log
        self._chia, self._lct = shared / "corpora" / "chia", shared / "corpora" / "lct"
        self._texts = shared / "registry" / "unlabelled.jsonl.gz"
        self._encoder = encoder_folder()
        self._vocabulary = self._encoder / "vocab.txt"
        self._pieces = WordPieces(self._vocabulary.read_text("utf-8").splitlines())
        work.mkdir(parents=True, exist_ok=True)

    def run(self, packages: Path) -> None:
        """Do all steps and write the package."""
        settings = self._settings
        encoder = self.encoder()
        teachers = [self._step(f"teacher-{s}", partial(self._finetune, encoder, s)) for s in settings.finetune.seeds]
        student = self._step(f"{settings.package.name}-{settings.distil.seed}", partial(self._distil, teachers))
        model = Tagger(self._encoder, settings.distil.layers, {"chia": HEADS["chia"]})
        model.load_state_dict(student)
        files = self._work / settings.package.name
        export_model(model, self._vocabulary, settings.package.temperature, files)
        write_package(files, settings.package, packages / settings.package.name)

    def encoder(self) -> dict[str, Any]:
        """Return the state of the encoder adapted to trial text."""
        return self._step("encoder", self._pretrain)

    def _step(self, name: str, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        path = self._work / f"{name}.pt"
        if not path.exists():
            self._log(f"{name}: begins")
            torch.save(work(), path)
        self._log(f"{name}: {path}")
        state: dict[str, Any] = torch.load(path)
        return state

    def _held_out(self) -> frozenset[str]:
        folders = [corpus / fold for corpus in (self._chia, self._lct) for fold in ("dev", "test")]
        return frozenset(path.stem.split("_")[0] for folder in folders for path in folder.glob("*.ann"))

    def _unlabelled(self, words: int, seed: int, *, by_word: bool) -> list[Sequence]:
        if not self._texts.exists():
            raise InputError(f"{self._texts}: no unlabelled texts to train on")
        texts = read_texts(self._texts, self._held_out(), words, seed)
        return list(sequences(texts, self._pieces, by_word=by_word))

    def _train(self, corpus: Path, name: str, *, by_word: bool) -> list[Sequence]:
        documents: list[Document] = list(read_corpus(corpus / "train", name))
        return list(sequences(documents, self._pieces, by_word=by_word))

    def _pretrain(self) -> dict[str, Any]:
        settings = self._settings.pretrain
        mask = self._pieces.vocabulary.index(_MASK)
        return pretrain(self._encoder, self._unlabelled(settings.words, 0, by_word=False), mask, settings, self._log)

    def _finetune(self, encoder: dict[str, Any], seed: int) -> dict[str, Any]:
        items = {name: self._train(c, name, by_word=False) for name, c in (("chia", self._chia), ("lct", self._lct))}
        return finetune(self._encoder, encoder, items, seed, self._settings.finetune, self._log)

    def _distil(self, teachers: list[dict[str, Any]]) -> dict[str, Any]:
        """Let the teachers, which read pieces, label what the student then reads by words."""
        settings = self._settings.distil
        texts = list(read_texts(self._texts, self._held_out(), settings.words, 5))
        gold = list(read_corpus(self._chia / "train", "chia"))
        by_piece = list(sequences([*texts, *gold], self._pieces, by_word=False))
        taught = teach(self._encoder, teachers, by_piece, self._settings.finetune.layers)
        items = [(_by_word(sequence), soft) for sequence, soft in zip(by_piece, taught, strict=True)]
        return distil(self._encoder, teachers[0], items, settings, self._log)


def _by_word(sequence: Sequence) -> Sequence:
    """Return the same sequence with a row a word; its words, and so the teachers' labels, stay the same."""
    firsts = set(sequence.firsts)
    rows: list[list[int]] = []
    starts: list[int] = []
    for place, row in enumerate(sequence.rows):
        if place in firsts:
            starts.append(len(rows))
            rows.append([row[0]])
        elif starts and starts[-1] == len(rows) - 1 and not _is_mark(row, sequence):
            rows[-1].append(row[0])
        else:
            rows.append([row[0]])
    return Sequence([folded(row) for row in rows], starts, sequence.words, sequence.labels, sequence.others)


def _is_mark(row: tuple[int, ...], sequence: Sequence) -> bool:
    """Tell whether a row is a line end rather than a piece of the word before."""
    return row[0] == sequence.rows[-1][0]
