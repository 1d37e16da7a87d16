"""Sequences that models are trained on, and the scores they are measured by."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from eligex.corpora.reading import Document, fold_of, read_corpus
from eligex.evaluate.entities import LCT_TYPES, score_entities
from eligex.ner.pieces import WordPieces
from eligex.training.corpus import by_word, read_texts, sequences

_VOCABULARY = ["[CLS]", "[SEP]", "[UNK]", "old", "neuro", "##path", "##y", "no", "18", "pain"]
_TEXT = "no neuropathy\npain old 18"


def _corpus(folder: Path) -> Path:
    (folder / "T1.txt").write_text(_TEXT, "utf-8", newline="")
    spans = ["Condition 3 13\tneuropathy", "Negation 0 2\tno", "Age 19 25\told 18", "Other-Name 19 22\told"]
    lines = [f"T{number}\t{span}" for number, span in enumerate(spans)]
    (folder / "T1.ann").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def test_words_keep_their_labels_when_their_pieces_share_a_row(tmp_path: Path) -> None:
    pieces = WordPieces(_VOCABULARY)
    (piecewise,) = sequences(read_corpus(_corpus(tmp_path), "lct"), pieces)
    wordwise = by_word(piecewise, pieces.line_end)
    assert len(piecewise.rows) == len(wordwise.rows) + 2
    assert [wordwise.rows[i] for i in wordwise.firsts] == [pieces.row(_TEXT[a:b]) for a, b in wordwise.words]
    assert wordwise.rows.count(pieces.line_end) == 2
    begin = [2 * LCT_TYPES.index(label) + 1 for label in ("Negation", "Condition", "Age")]
    assert wordwise.labels == piecewise.labels == [begin[0], begin[1], 0, begin[2], begin[2] + 1]
    assert wordwise.corpus == "lct"


def test_a_text_without_a_corpus_has_no_labels() -> None:
    (sequence,) = sequences([Document("N", "", _TEXT)], WordPieces(_VOCABULARY))
    assert (sequence.corpus, sequence.labels) == ("", [])


def test_lct_is_scored_by_its_general_types(tmp_path: Path) -> None:
    def predict(lines: object) -> list[list[tuple[str, int, int]]]:
        return [[("Condition", 3, 13)], [("Age", 5, 8)]]

    scores = score_entities(_corpus(tmp_path), predict, LCT_TYPES)
    strict, relaxed = scores.summary(rounds=10)
    assert (strict["F1"], relaxed["F1"]) == (0.4, 0.8)


def test_the_fold_of_a_trial_follows_from_its_name() -> None:
    assert {fold_of(f"NCT{number:08}") for number in range(200)} == {"train", "dev", "test"}


def test_texts_are_plain_ones_and_studies_but_no_trial_of_an_evaluation_fold(tmp_path: Path) -> None:
    names = {fold_of(f"NCT{number:08}"): f"NCT{number:08}" for number in range(200)}
    plain = [{"nct_id": trial, "source": "s", "text": f"plain {fold}"} for fold, trial in names.items()]
    plain.append({"nct_id": None, "source": "s", "text": "plain \\> 18"})
    studies = [_study(trial, f"study {fold}") for fold, trial in names.items()]
    paths = [_packed(tmp_path / "plain.gz", plain), _packed(tmp_path / "studies.gz", studies)]
    assert {d.text for d in read_texts(paths, 100, 0)} == {"plain train", "plain > 18", "study train"}
    assert len(list(read_texts(paths, 2, 0))) == 1


def _study(trial: str, text: str) -> dict[str, object]:
    modules = {"identificationModule": {"nctId": trial}, "eligibilityModule": {"eligibilityCriteria": text}}
    return {"protocolSection": modules}


def _packed(path: Path, lines: list[dict[str, object]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as handle:
        handle.writelines(json.dumps(line) + "\n" for line in lines)
    return path
