"""Texts and annotations as sequences of rows of word pieces."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from ..corpora.reading import Document, fold_of
from ..evaluate.entities import TYPES_OF
from ..ner.pieces import Row, WordPieces, folded
from ..words import WORD

IGNORED = -100
"""The label that no loss counts."""
_LONGEST = 192


@dataclass(slots=True)
class Sequence:
    """Rows of pieces, which of them begin a word, the words' places, and their labels where a corpus has them."""

    rows: list[Row]
    firsts: list[int]
    words: list[tuple[int, int]]
    corpus: str = ""
    labels: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)


def read_texts(paths: Iterable[Path], words: int, seed: int) -> Iterator[Document]:
    """Yield unlabelled criteria in random order up to a number of words, without the trials of evaluation folds."""
    texts = [text for path in paths for text in _texts(path)]
    random.Random(seed).shuffle(texts)
    for trial, name, text in texts:
        if trial and fold_of(trial) != "train":
            continue
        if words <= 0:
            return
        words -= len(text.split())
        yield Document(name, "", text.replace("\\", ""))


def _texts(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield trial, name and criteria of a line each: a plain text, or a study of ClinicalTrials.gov."""
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in map(orjson.loads, handle):
            if "protocolSection" in line:
                study = line["protocolSection"]
                trial = study["identificationModule"]["nctId"]
                yield trial, trial, study.get("eligibilityModule", {}).get("eligibilityCriteria", "")
            else:
                yield line["nct_id"], line["nct_id"] or line["source"], line["text"]


def sequences(documents: Iterable[Document], pieces: WordPieces) -> Iterator[Sequence]:
    """Yield sequences of whole lines, a row a piece, labelled where the document is."""
    for document in documents:
        for sequence in _packed(document.text, pieces):
            if document.corpus:
                _label(sequence, document)
            yield sequence


def _packed(text: str, pieces: WordPieces) -> Iterator[Sequence]:
    current = Sequence([pieces.start], [], [])
    offset = 0
    for line in text.split("\n"):
        words = [(m.start() + offset, m.end() + offset) for m in WORD.finditer(line)]
        offset += len(line) + 1
        rows = [pieces.rows(text[start:end]) for start, end in words]
        if current.words and len(current.rows) + sum(map(len, rows)) >= _LONGEST:
            yield current
            current = Sequence([pieces.start], [], [])
        for word, own in zip(words, rows, strict=True):
            if len(current.rows) + len(own) >= _LONGEST:
                yield current
                current = Sequence([pieces.start], [], [])
            current.firsts.append(len(current.rows))
            current.words.append(word)
            current.rows += own
        if words:
            current.rows.append(pieces.line_end)
    if current.words:
        yield current


def _label(sequence: Sequence, document: Document) -> None:
    types = TYPES_OF[document.corpus]
    sequence.corpus = document.corpus
    sequence.labels = [0] * len(sequence.words)
    for label, start, end in document.entities:
        begin = 2 * types.index(label) + 1
        inside = [i for i, (a, b) in enumerate(sequence.words) if a < end and start < b]
        for place in inside:
            sequence.labels[place] = begin if place == inside[0] else begin + 1
    sequence.others = [int(any(a < end and start < b for _, start, end in document.others)) for a, b in sequence.words]


def by_word(sequence: Sequence, line_end: Row) -> Sequence:
    """Return the same sequence with a row a word; its words, and so their labels, stay the same."""
    firsts = set(sequence.firsts)
    rows: list[list[int]] = []
    starts: list[int] = []
    for place, row in enumerate(sequence.rows):
        if place in firsts:
            starts.append(len(rows))
        elif starts and starts[-1] == len(rows) - 1 and row != line_end:
            rows[-1].append(row[0])
            continue
        rows.append([row[0]])
    own = [folded(row) for row in rows]
    return Sequence(own, starts, sequence.words, sequence.corpus, sequence.labels, sequence.others)
