"""The tables of drugs, targets, classes and name stems, and their lookup."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligex.drugs.knowledge import Drug, Knowledge, load_knowledge
from eligex.drugs.lint import lint_drugs
from eligex.drugs.names import load_folding

HERE = Path(__file__).parent

DOWN = {"inhibitor", "antagonist", "blocker", "inverse_agonist", "degrader", "antisense"}
UP = {"agonist", "partial_agonist", "activator"}
REFERENCE_DOWN = ("INHIBITOR", "ANTAGONIST", "BLOCKER", "NEGATIVE", "INVERSE")
REFERENCE_UP = ("AGONIST", "ACTIVATOR", "OPENER", "POSITIVE", "PARTIAL AGONIST")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def test_the_tables_agree_with_each_other() -> None:
    assert lint_drugs() == []


def test_size(knowledge: Knowledge) -> None:
    names = sum(1 for _ in {name for name, _ in knowledge.target_phrases()})
    assert len(knowledge.targets) >= 1200
    assert names >= 3000
    assert len(knowledge.drugs) >= 2500
    assert sum(bool(drug.mechanisms) for drug in knowledge.drugs) >= 2500
    assert len(knowledge.classes) >= 300


@pytest.mark.parametrize(
    ("text", "name", "symbols"),
    [
        ("telitacicept", "telitacicept", {"TNFSF13B", "TNFSF13"}),
        ("RC 18", "telitacicept", {"TNFSF13B", "TNFSF13"}),
        ("Rituxan", "rituximab", {"MS4A1"}),
        ("CP690550", "tofacitinib", {"JAK1", "JAK2", "JAK3"}),
        ("imatinib mesylate", "imatinib", {"BCR", "ABL1", "KIT", "PDGFRA", "PDGFRB"}),
        ("deucravacitinib tablets", "deucravacitinib", {"TYK2"}),
        ("efgartigimod", "efgartigimod alfa", {"FCGRT"}),
        ("Tirzepatide", "tirzepatide", {"GIPR", "GLP1R"}),
        ("ianalumab", "ianalumab", {"TNFRSF13C"}),
        ("lecanemab", "lecanemab", {"APP"}),
        ("zilucoplan", "zilucoplan", {"C5"}),
    ],
)
def test_drugs_by_any_name(knowledge: Knowledge, text: str, name: str, symbols: set[str]) -> None:
    drug = knowledge.drug(text)
    assert drug is not None
    assert drug.name == name
    assert symbols_of(drug) == symbols


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("BLyS", "tnfsf13b"),
        ("BAFF", "tnfsf13b"),
        ("CD257", "tnfsf13b"),
        ("B lymphocyte stimulators", "tnfsf13b"),
        ("TNF-α", "tnf"),
        ("tumour necrosis factor alpha", "tnf"),
        ("IL6", "il6"),
        ("VEGF receptors", "vegfr"),
        ("PD1", "pdcd1"),
        ("programmed death-ligand 1", "cd274"),
        ("oestrogen receptor", "er"),
    ],
)
def test_targets_by_any_name(knowledge: Knowledge, text: str, target: str) -> None:
    found = knowledge.target(text)
    assert found is not None
    assert found.id == target


def test_a_short_name_needs_its_context(knowledge: Knowledge) -> None:
    assert knowledge.target("C5") is None
    found = knowledge.target("C5", in_context=True)
    assert found is not None
    assert found.symbol == "C5"


@pytest.mark.parametrize("text", ["met", "advantage", "control", "luminal", "target", "ASA", "ace", "NAC", "renew"])
def test_ordinary_words_name_no_drug(knowledge: Knowledge, text: str) -> None:
    assert knowledge.drug(text) is None
    assert knowledge.target(text) is None


@pytest.mark.parametrize(
    ("text", "class_id", "member"),
    [
        ("TNF inhibitors", "tnf-inhibitor", "adalimumab"),
        ("anti-TNFα", "tnf-inhibitor", "etanercept"),
        ("B-cell depleting therapy", "b-cell-depleting", "rituximab"),
        ("biologics", "biologic", "ustekinumab"),
        ("checkpoint inhibitors", "immune-checkpoint-inhibitor", "nivolumab"),
        ("JAK inhibitor", "jak-inhibitor", "baricitinib"),
        ("DMARDs", "dmard", "methotrexate"),
        ("live vaccine", "live-vaccine", "zoster vaccine live"),
        ("strong CYP3A4 inhibitors", "cyp3a4-inhibitor", None),
    ],
)
def test_classes_and_their_members(knowledge: Knowledge, text: str, class_id: str, member: str | None) -> None:
    found = knowledge.drug_class(text)
    assert found is not None
    assert found.id == class_id
    names = {drug.name for drug in knowledge.members(class_id)}
    assert member is None or member in names


@pytest.mark.parametrize(
    ("name", "action", "targets"),
    [
        ("bemcentinib", "inhibitor", ()),
        ("xyzgliptin", "inhibitor", ("dpp4",)),
        ("newmabumab", "", ()),
        ("xyzvastatin", "inhibitor", ("hmgcr",)),
        ("xyzpiprazole", "", ()),
        ("cefxyzole", "inhibitor", ("bact-pbp",)),
    ],
)
def test_stems(knowledge: Knowledge, name: str, action: str, targets: tuple[str, ...]) -> None:
    stem = knowledge.stem(name)
    assert stem is not None
    assert (stem.action, stem.targets) == (action, targets)


@pytest.mark.parametrize(
    "word",
    ["cholesterol", "concept", "anthracycline", "thyroglobulin", "adiponectin", "enrollment", "streptozotocin",
     "oncogene", "glucuronide", "thermostat", "cocaine", "polypeptide", "april", "interleukin", "sulfatase"],
)  # fmt: skip
def test_words_that_only_look_like_a_stem(knowledge: Knowledge, word: str) -> None:
    assert knowledge.stem(word) is None


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_spelling_of_a_name_leads_back_to_its_drug(data: st.DataObject) -> None:
    knowledge = load_knowledge()
    drug = data.draw(st.sampled_from(knowledge.drugs))
    alias = data.draw(st.sampled_from((drug.name, *drug.aliases)))
    for form in load_folding().forms(alias):
        assert knowledge.drug(form.lstrip("=~")) == drug


def test_agreement_with_the_reference(knowledge: Knowledge, shared: Path) -> None:
    with (HERE / "explained_conflicts.csv").open(encoding="utf-8", newline="") as handle:
        explained = {row["drug"] for row in csv.DictReader(handle)}
    compared, conflicts = 0, []
    for name, rows in primary_mechanisms(shared / "vocab" / "drugcentral_mechanisms.tsv").items():
        drug = knowledge.drug(name)
        if drug is None or not symbols_of(drug):
            continue
        compared += 1
        if not any(agrees(drug, row) for row in rows) and name not in explained:
            conflicts.append(name)
    assert compared >= 1000
    assert len(conflicts) <= 0.01 * compared, conflicts


def symbols_of(drug: Drug) -> set[str]:
    return {symbol for mechanism in drug.mechanisms for symbol in mechanism.target.symbols}


def primary_mechanisms(reference: Path) -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with reference.open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            if row["is_primary_moa"] == "1":
                rows[row["ingredient"]].append(row)
    return rows


def agrees(drug: Drug, row: dict[str, str]) -> bool:
    symbols = set(row["gene_symbols"].split("|"))
    return any(
        symbols & set(mechanism.target.symbols) and compatible(mechanism.action, row["action_type"])
        for mechanism in drug.mechanisms
    )


def compatible(ours: str, reference: str) -> bool:
    down, up = reference.startswith(REFERENCE_DOWN), reference.startswith(REFERENCE_UP)
    return not ((ours in DOWN and up) or (ours in UP and down))
