"""The installed model packages as a user of spaCy meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from eligex.errors import ConfigError
from eligex.evaluate.entities import LCT_TYPES, TYPES
from eligex.invariants import violations
from eligex.loading import load
from eligex.ner.packages import NAMES, installed, tagger_of
from eligex.sources import open_trials
from eligex.types import Trial

MODELS = Path(__file__).parent.parent.parent / "models"
_LINES = "Patients with active tuberculosis or HIV infection\nTreatment with rituximab within the last 6 months"
_PACKAGES = [NAMES[name] for name in NAMES if (MODELS / NAMES[name]).is_dir()]

_LCT = {"components": {"eligex_ner": {"layer": "lct"}}}

pytestmark = pytest.mark.skipif(not installed("fast"), reason="no model package installed")


@pytest.mark.parametrize("package", _PACKAGES)
def test_a_fresh_process_loads_it(package: str) -> None:
    show = "print(json.dumps([[e.text, e.label_] for e in doc.ents]))"
    code = f"import spacy, json; doc = spacy.load({package!r})({_LINES!r}); {show}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    entities = json.loads(done.stdout)
    assert ["rituximab", "Drug"] in entities
    assert {label for _, label in entities} <= set(TYPES)


def test_the_other_layer_survives_saving(tmp_path: Path) -> None:
    nlp = spacy.load(NAMES["fast"], config=_LCT)
    nlp.to_disk(tmp_path / "copy")
    wanted = _shown(nlp)
    assert {"Condition", "Eq-Comparison"} <= {label for _, _, label in wanted} <= set(LCT_TYPES)
    assert _shown(spacy.load(tmp_path / "copy")) == wanted
    assert [[(e.start_char, e.end_char, e.label_) for e in d.ents] for d in nlp.pipe([_LINES] * 2, n_process=2)] == [
        wanted,
        wanted,
    ]


def test_an_unknown_layer_is_named() -> None:
    with pytest.raises(ConfigError, match="no layer 'i2b2'; it has chia, lct"):
        tagger_of("fast", "i2b2")


@pytest.mark.parametrize("package", _PACKAGES)
def test_saved_and_loaded_it_reads_the_same(package: str, tmp_path: Path) -> None:
    nlp = spacy.load(package)
    nlp.to_disk(tmp_path / "copy")
    again = spacy.load(tmp_path / "copy")
    from_bytes = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "eligex.BorderTokenizer.v1"}}})
    from_bytes.add_pipe("eligex_ner")
    from_bytes.from_bytes(nlp.to_bytes())
    wanted = _shown(nlp)
    assert wanted
    for other in (again, from_bytes):
        assert _shown(other) == wanted


def test_several_processes_read_the_same() -> None:
    nlp = spacy.load(NAMES["fast"])
    texts = _LINES.split("\n") * 3
    one = [[(e.text, e.label_) for e in doc.ents] for doc in nlp.pipe(texts)]
    two = [[(e.text, e.label_) for e in doc.ents] for doc in nlp.pipe(texts, n_process=2)]
    assert one == two


def test_the_pipeline_takes_it(example: Path) -> None:
    (trial,) = open_trials([example])
    assert isinstance(trial, Trial)
    record = load(model="fast").extract(trial)
    assert record.provenance.model is not None
    assert record.provenance.model.startswith("en_eligex_fast ")
    assert any(criterion.entities for criterion in record.criteria)
    assert violations(trial, record.to_json()) == []


def test_a_missing_model_is_named() -> None:
    with pytest.raises(ConfigError, match="en_eligex_none is not installed"):
        load(model="en_eligex_none")


@pytest.mark.parametrize("package", _PACKAGES)
def test_a_package_has_its_card_and_its_size(package: str) -> None:
    card = (MODELS / package / "README.md").read_text("utf-8")
    for word in ("Chia", "Leaf Clinical Trials", "CC BY 4.0", "Limits"):
        assert word in card
    assert sum(path.stat().st_size for path in (MODELS / package).rglob("*") if path.is_file()) < 60e6


def test_an_entity_ends_with_its_text() -> None:
    texts = ["CD4 100 to 500 cells/mm3 (100", "200 or 300 cells/mm3)", "", "HIV"]
    for text, entities in zip(texts, tagger_of("fast")(texts), strict=True):
        assert all(0 <= entity.start < entity.end <= len(text) for entity in entities)


def _shown(nlp: Language) -> list[tuple[int, int, str]]:
    return [(entity.start_char, entity.end_char, entity.label_) for entity in nlp(_LINES).ents]
