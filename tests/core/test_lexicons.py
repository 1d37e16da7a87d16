"""The table loader and the phrase matcher."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligex.errors import LexiconError
from eligex.lexicons import loader
from eligex.lexicons.loader import Flag, Items, OptionalInt, Row
from eligex.lexicons.matcher import PhraseIndex, is_exact_case, lower_same_length


class _Fruit(Row):
    name: str
    aliases: Items
    year: OptionalInt
    sweet: Flag


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def write(text: str) -> tuple[_Fruit, ...]:
        (tmp_path / "fruit.csv").write_text(text, "utf-8")
        monkeypatch.setattr(loader, "files", lambda package: tmp_path)
        loader.read_table.cache_clear()
        return loader.read_table("fruit.csv", _Fruit)

    yield write
    loader.read_table.cache_clear()


def test_rows_are_typed(table) -> None:
    (row,) = table('name,aliases,year,sweet\npear,"nashi|Birne, reif",1999,yes\n')
    assert row.aliases == ("nashi", "Birne, reif")
    assert (row.year, row.sweet, row.line) == (1999, True, 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,aliases,year,sweet\npear,x,soon,yes\n", r"fruit.csv:2: year: Input should be a valid integer"),
        ("name,aliases,year,sweet\npear,x,1\n", r"fruit.csv:2: 4 columns expected"),
        ("name,aliases,year,sweet\npear,x,1,maybe\n", r"fruit.csv:2: sweet"),
    ],
)
def test_a_bad_row_is_located(table, text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        table(text)


def test_a_missing_table_is_named(table) -> None:
    table("name,aliases,year,sweet\n")
    with pytest.raises(LexiconError, match=r"vegetables\.csv: no such table"):
        loader.read_table("vegetables.csv", _Fruit)


@pytest.mark.parametrize(
    ("alias", "exact"),
    [("ALT", True), ("PsA", True), ("INR", True), ("lupus", False), ("Gout", False), ("NSCLC", True), ("DAS28", True)],
)
def test_case_rule(alias: str, exact: bool) -> None:
    assert is_exact_case(alias) is exact


def _found(aliases: list[str], text: str) -> list[str]:
    index = PhraseIndex((alias, alias) for alias in aliases)
    return [text[m.start : m.end] for m in index.find(text)]


def test_longest_whole_words_win() -> None:
    aliases = ["lupus", "systemic lupus erythematosus", "MS", "=Control", "~ra"]
    assert _found(aliases, "Systemic lupus erythematosus, LUPUS; ms MS controls Control RA extra") == [
        "Systemic lupus erythematosus",
        "LUPUS",
        "MS",
        "Control",
        "RA",
    ]


def test_plural_and_borders() -> None:
    assert _found(["biopsy", "inhibitor", "IL-6"], "inhibitors of IL-6R, IL-6 and IL-61") == ["inhibitors", "IL-6"]


@given(st.text())
def test_lowering_keeps_offsets(text: str) -> None:
    assert len(lower_same_length(text)) == len(text)


@given(
    st.text(alphabet="abAB 1-", max_size=30),
    st.lists(st.text(alphabet="abAB1-", min_size=1, max_size=4), max_size=6, unique=True),
)
def test_matches_are_ordered_and_true(text: str, aliases: list[str]) -> None:
    index = PhraseIndex((alias, alias) for alias in aliases if alias.strip("=~"))
    found = index.find(text)
    for match in found:
        assert text[match.start : match.end].lower() == match.alias.lower()
    places = sorted({(match.start, match.end) for match in found})  # aliases of equal letters share a place
    assert all(left[1] <= right[0] for left, right in pairwise(places))
