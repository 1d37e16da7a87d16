"""The questions of the README, asked of real databases."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from eligex.pipeline import Pipeline
from eligex.sinks import open_sink
from eligex.sources.text import trial_from_text

README = Path(__file__).parent.parent.parent / "README.md"

LUPUS = """Inclusion Criteria:
1. Adults aged 18 to 75 years who fulfil the 2019 EULAR/ACR classification criteria for SLE
2. Platelet count >= 75 x 10^9/L
Exclusion Criteria:
1. Treatment with an anti-CD20 antibody within 6 months before screening
2. Malignancy within 5 years, except treated basal-cell carcinoma
"""
YOUNG = """Inclusion Criteria:
1. Age 18 to 60 years
2. Platelet count >= 100 x 10^9/L
Exclusion Criteria:
1. Malignancy
2. Rituximab within 4 weeks before baseline
"""


def _marked(name: str) -> str:
    found = re.search(f"<!-- {name} -->(.*)<!-- /{name} -->", README.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


QUESTIONS = re.findall(r"```sql\n(-- .*?)```", _marked("questions"), re.DOTALL)
ANSWERS: list[Any] = [
    lambda rows: [row[0] for row in rows] == ["LUPUS"],
    lambda rows: [row[0] for row in rows] == ["LUPUS"],
    lambda rows: [tuple(row) for row in rows] == [(75.0, "10*9/L", 1), (100.0, "10*9/L", 1)],
    lambda rows: tuple(rows[0]) == ("malignancy", 2) and not any("basal" in row[0] for row in rows),
    lambda rows: [tuple(row[:4]) for row in rows] == [("YOUNG", "age.max", "60 year", "70 year")],
]


@pytest.fixture(scope="module")
def answers(nlp: Pipeline) -> list[Any]:
    """Two records: one for lupus, one whose registry fields disagree with its text."""
    records = []
    for name, text in (("LUPUS", LUPUS), ("YOUNG", YOUNG)):
        trial = trial_from_text(text).model_copy(update={"trial_id": name, "registry_sex": "all"})
        records.append(nlp.extract(trial))
    young = records[1].model_dump(by_alias=True)
    young["discrepancies"] = [{"field": "age.max", "text": "60 year", "registry": "70 year", "severity": "error"}]
    return [records[0], type(records[1]).model_validate(young)]


def _ask(target: str, question: str) -> list[Any]:
    scheme, _, rest = target.partition(":")
    if scheme == "sqlite":
        connection: Any = sqlite3.connect(rest)
    elif scheme == "duckdb":
        import duckdb

        connection = duckdb.connect(rest, read_only=True)
    else:
        import psycopg

        connection = psycopg.connect(target)
    try:
        return list(connection.execute(question).fetchall())
    finally:
        connection.close()


@pytest.fixture(params=["sqlite", "duckdb", "postgres"])
def loaded(request: pytest.FixtureRequest, answers: list[Any], tmp_path: Path) -> str:
    target = (
        request.getfixturevalue("database_of_its_own")
        if request.param == "postgres"
        else f"{request.param}:{tmp_path / 'trials.db'}"
    )
    with open_sink(target) as sink:
        for record in answers:
            sink.write(record)
    return str(target)


def test_five_questions_have_their_answers(loaded: str) -> None:
    assert len(QUESTIONS) == len(ANSWERS) == 5
    for question, right in zip(QUESTIONS, ANSWERS, strict=True):
        rows = _ask(loaded, question)
        assert right(rows), (question.splitlines()[0], rows)


def test_the_loader_role_can_load_and_no_more(answers: list[Any], database_of_its_own: str) -> None:
    import psycopg

    with open_sink(database_of_its_own) as sink:
        sink.write(answers[0])
    name = database_of_its_own.split("/")[3].split("?")[0]
    grants = re.findall(r"```sql\n(.*?)```", _marked("role"), re.DOTALL)[0]
    with psycopg.connect(database_of_its_own, autocommit=True) as connection:
        connection.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")  # type: ignore[arg-type]
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        connection.execute(f"GRANT CONNECT ON DATABASE {name} TO PUBLIC")  # type: ignore[arg-type]
        connection.execute(grants.replace("DATABASE trials", f"DATABASE {name}"))
    as_loader = database_of_its_own.replace("postgres@", "eligex_loader@")
    with open_sink(as_loader) as sink:
        for record in answers:
            sink.write(record)
    assert len(_ask(database_of_its_own, "SELECT * FROM trials")) == 2
    with psycopg.connect(as_loader) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("DROP TABLE trials")
    assert json.loads(json.dumps(_ask(as_loader, "SELECT record -> 'trial_id' FROM trials ORDER BY 1")))
