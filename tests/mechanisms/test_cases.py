"""Sentences and the mechanisms they state (tests/cases/mechanisms.yml)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from eligex.drugs.recognise import drug_recogniser
from eligex.mechanisms.clause import DrugHit
from eligex.mechanisms.names import target_names
from eligex.mechanisms.reader import MechanismReader
from eligex.mechanisms.statements import Statement
from eligex.mechanisms.words import load_words

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "mechanisms.yml").read_text(encoding="utf8"))


def read(text: str, classes: bool = False) -> list[Statement]:
    names = target_names()
    drugs = [DrugHit(m.start, m.end, m.text, m.name, m.certain) for m in drug_recogniser()(text)]
    return MechanismReader(load_words(), names.find, names.resolve)(text, drugs, classes=classes)


def written(statement: Statement) -> str:
    target = ",".join(statement.target.symbols) or statement.target.text
    return f"{statement.drug.name} | {statement.action} | {target}"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, object]) -> None:
    assert [written(statement) for statement in read(str(case["text"]))] == case["expect"]


def test_the_quote_holds_action_and_target() -> None:
    text = "Belimumab is an antibody that blocks the B lymphocyte stimulator (BLyS) in blood."
    (statement,) = read(text)
    assert text[statement.start : statement.end] == "blocks the B lymphocyte stimulator (BLyS)"


def test_a_class_stands_for_a_drug_only_where_asked() -> None:
    text = "Prior treatment with an SHP2 inhibitor or anti-TNF therapy."
    assert read(text) == []
    found = [(s.drug.text, s.target.symbols) for s in read(text, classes=True)]
    assert found == [("SHP2 inhibitor", ("PTPN11",)), ("anti-TNF therapy", ("TNF",))]
