"""The measurements on the development gold must not fall below ``corpus/baseline.json``: gold says "wrong".

Raise a baseline when a measurement has risen; lower one only with a reason in the changelog.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eligex.evaluate.numeric import corpus_trials, score_chia, score_lct
from eligex.evaluate.records import Scores, score_records
from eligex.evaluate.run import load_gold, run_records, run_trials, sentence_trials
from eligex.evaluate.sentences import score_criteria, score_mechanisms
from eligex.pipeline import Pipeline

pytestmark = pytest.mark.shared

BASELINE: dict[str, dict[str, float]] = json.loads(
    (Path(__file__).parent.parent / "corpus" / "baseline.json").read_text("utf-8")
)


def _check(name: str, scores: Scores) -> None:
    rows: dict[str, Any] = {row["name"]: row.get("F1", row.get("accuracy")) for row in scores.rows()}
    fallen = {key: (rows[key], least) for key, least in BASELINE[name].items() if rows[key] < least}
    assert fallen == {}


def test_records(shared: Path, nlp: Pipeline) -> None:
    gold = shared / "gold" / "dev"
    _check("records", score_records(load_gold(gold / "records_gold.json"), run_records(nlp, gold / "records.jsonl")))


def test_criteria_sentences(shared: Path, nlp: Pipeline) -> None:
    gold = load_gold(shared / "gold" / "dev" / "criteria_sentences.json")
    _check("criteria", score_criteria(gold, run_trials(nlp, sentence_trials(gold, "eligibility"))))


def test_mechanism_sentences(shared: Path, nlp: Pipeline) -> None:
    gold = load_gold(shared / "gold" / "dev" / "mechanism_sentences.json")
    _check("mechanisms", score_mechanisms(gold, run_trials(nlp, sentence_trials(gold, "summary"))))


@pytest.mark.parametrize(("corpus", "score"), [("lct", score_lct), ("chia", score_chia)])
def test_numbers(corpus: str, score: Any, shared: Path, nlp: Pipeline) -> None:
    folder = shared / "corpora" / corpus / "dev"
    _check(corpus, score(folder, run_trials(nlp, corpus_trials(folder, corpus))))
