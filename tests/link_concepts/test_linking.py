"""Concept linking over a small vocabulary written here, and over a built one where there is one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligex.errors import ConfigError
from eligex.link.concepts import Concept, Vocabulary
from eligex.link.forms import load_forms
from eligex.link.kb import KnowledgeBase
from eligex.link.linker import Linker
from eligex.link.near import differ_by_slips, edits
from eligex.loading import load
from eligex.types import Trial
from eligex.vocab.build import build
from eligex.vocab.place import VARIABLE, chosen_folder, default_folder, is_built

ROOT = Path(__file__).parent.parent.parent


def _condition(number: str, name: str, *aliases: str) -> Concept:
    return Concept(number, name, "TEST", "condition", aliases, near=True)


CONDITIONS = (
    _condition("C1", "Diabetes Mellitus, Type 2", "Maturity-Onset Diabetes"),
    _condition("C2", "Hypothyroidism"),
    _condition("C3", "Hyperthyroidism"),
    _condition("C4", "Anemia", "Anaemia"),
    _condition("C5", "Glomerulonephritis"),
    _condition("C6", "Kidney Diseases"),
    _condition("C7", "Coronary Artery Disease"),
    _condition("C8", "Mixed Rash", "Double Name"),
    _condition("C9", "Other Rash", "Double Name"),
    _condition("C10", "Neoplasm Metastasis"),
    _condition("C11", "COVID-19"),
)
DRUGS = (
    Concept("U1", "IMATINIB", "TESTDRUG", "drug", ("STI-571",)),
    Concept("U2", "SIROLIMUS", "TESTDRUG", "drug"),
    Concept("U3", "ABC-1234", "TESTDRUG", "drug"),
    Concept("U4", "SARS-COV2", "TESTDRUG", "drug", ("COVID-19",)),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("vocabulary")
    build([Vocabulary("TESTDRUG", "1", DRUGS), Vocabulary("TEST", "1", CONDITIONS)], made)
    return made


@pytest.fixture(scope="module")
def linker(folder: Path) -> Linker:
    return Linker.load(folder)


@pytest.mark.parametrize(
    ("mention", "kind", "expected"),
    [
        ("type 2 diabetes mellitus", "condition", "C1"),
        ("Type II Diabetes Mellitus", "condition", "C1"),
        ("poorly controlled maturity-onset diabetes", "condition", "C1"),
        ("anaemias", "condition", "C4"),
        ("renal disorder", "condition", "C6"),
        ("disease of the kidney", "condition", "C6"),
        ("glomerulonephrtis", "condition", "C5"),
        ("hypothyroidsm", "condition", "C2"),
        ("severe/unstable coronary artery disease (CAD)", "condition", "C7"),
        ("three-vessel coronary artery disease", "condition", "C7"),
        ("metastatic disease", "condition", "C10"),
        ("imatinib", "drug", "U1"),
        ("prior imatinib mesylate", "drug", "U1"),
        ("Gleevec", "drug", "U1"),
        ("imatinib therapy", "drug", "U1"),
        ("ABC 1234", "drug", "U3"),
    ],
)
def test_mention_finds_its_concept(linker: Linker, mention: str, kind: str, expected: str) -> None:
    link = linker.link(mention, kind)
    assert link is not None
    assert link.concept.id == expected


@pytest.mark.parametrize(
    ("mention", "kind"),
    [
        ("disease", "condition"),
        ("other serious medical condition", "condition"),
        ("type 1 diabetes mellitus", "condition"),
        ("family history of coronary artery disease", "condition"),
        ("non-coronary artery disease", "condition"),
        ("double name", "condition"),
        ("everolimus-like agent", "drug"),
        ("ABC-1235", "drug"),
        ("ABC-123", "drug"),
        ("COVID-19", "drug"),
        ("anemia", "drug"),
        ("imatinib", "condition"),
        ("medication", "drug"),
        ("", "condition"),
        ("()", "condition"),
    ],
)
def test_no_concept_rather_than_a_neighbour(linker: Linker, mention: str, kind: str) -> None:
    assert linker.link(mention, kind) is None


def test_a_misspelt_opposite_is_no_slip(linker: Linker) -> None:
    assert linker.link("hyperthyroidsm", "condition").concept.id == "C3"  # type: ignore[union-attr]
    assert not differ_by_slips(["hyperthyroidism"], ["hypothyroidism"], lambda word: False)


def test_abbreviations_of_the_text_are_spelled_out(linker: Linker) -> None:
    link = linker.link("refractory GN", "condition", {"GN": "glomerulonephritis"})
    assert link is not None
    assert link.concept.id == "C5"
    assert linker.link("refractory GN", "condition") is None


def test_two_builds_are_the_same(folder: Path, tmp_path: Path) -> None:
    build([Vocabulary("TESTDRUG", "1", DRUGS), Vocabulary("TEST", "1", CONDITIONS)], tmp_path)
    assert KnowledgeBase.load(tmp_path).label == KnowledgeBase.load(folder).label


def test_component_adds_concepts_to_a_record(folder: Path, example_trial: Trial) -> None:
    record = load(vocab=str(folder)).extract(example_trial)
    linked = [r for c in record.criteria for r in c.requirements if getattr(r, "concept", None)]
    assert record.provenance.vocabulary == KnowledgeBase.load(folder).label
    assert any(r.concept.vocabulary == "TESTDRUG" for r in linked)  # type: ignore[attr-defined]
    assert any(drug.concept and drug.concept.id == "U1" for drug in record.drugs)
    assert record.conditions[0].concept is not None


def test_without_a_vocabulary_nothing_changes(
    example_trial: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert chosen_folder("auto") is None
    assert load(vocab="auto").extract(example_trial) == load().extract(example_trial)
    assert load(ROOT / "configs" / "with_concepts.cfg").provenance.vocabulary is None


def test_a_folder_without_vocabulary_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="eligex vocab build"):
        load(vocab=str(tmp_path))


@pytest.fixture(scope="module")
def example_trial() -> Trial:
    from eligex.sources.text import trial_from_text

    trial = trial_from_text("Inclusion Criteria:\n- Anaemia\n- Prior imatinib\nExclusion Criteria:\n- Kidney disease\n")
    fields = {**trial.fields, "conditions.0": "Anemia"}
    region = trial.regions[0].model_copy(update={"role": "conditions", "field": "conditions.0", "start": 0, "end": 6})
    regions = (region, *trial.regions)
    return trial.model_copy(update={"fields": fields, "regions": regions, "conditions": ("Anemia",)})


@given(st.text(max_size=60), st.sampled_from(["condition", "drug", "procedure", "measurement"]))
def test_any_text_links_or_not(linker: Linker, text: str, kind: str) -> None:
    first = linker.link(text, kind)
    assert first == linker.link(text, kind)


@given(st.text(alphabet="abcde", max_size=8), st.text(alphabet="abcde", max_size=8))
def test_edits_are_symmetric_and_bounded(left: str, right: str) -> None:
    assert edits(left, right, 3) == edits(right, left, 3)
    assert (edits(left, right, 3) == 0) == (left == right)


@given(st.lists(st.sampled_from(["kidney", "renal", "disease", "of", "the", "type", "2"]), max_size=6))
def test_bag_ignores_order(words: list[str]) -> None:
    forms = load_forms()
    assert forms.bag(words) == forms.bag(list(reversed(words)))


def test_judged_mentions() -> None:
    """At least .92 of the mentions of real criteria link as judged, or to nothing where nothing is right."""
    if not is_built(default_folder()):
        pytest.skip("no vocabulary is built: eligex vocab build")
    linker = Linker.load(default_folder())
    with (ROOT / "corpus" / "linking_mentions.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    right = 0
    for row in rows:
        short = {row["mention"]: row["long_form"]} if row["long_form"] else {}
        link = linker.link(row["mention"], row["kind"], short)
        right += (link.concept.id if link else "") == row["id"]
    assert len(rows) >= 200
    assert right / len(rows) >= 0.92
