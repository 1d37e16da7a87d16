"""WHO ICTRP as it ships: a full export without a header line, and Excel workbooks."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eligex.lexicons.loader import read_table
from eligex.lexicons.rows.sources import ExportColumnRow
from eligex.sources import open_trials
from eligex.types import AgeValue, Failure, RegistryAge, Trial

Brief = Callable[[Path], list[str]]
Read = Callable[[Path], list[Trial]]
Write = Callable[[str, str | bytes], Path]

COLUMNS = [row.column for row in read_table("sources_ictrp.csv", ExportColumnRow)]
DOCUMENTED = [name for name in COLUMNS if name != "Last_update"]


def cells(number: int, **changes: str) -> dict[str, str]:
    """One trial by column."""
    known = {
        "TrialID": f"ChiCTR21000499{number:02d}",
        "Last_update": "2099-03-04",
        "public_title": "Plum tea, warm",
        "Scientific_title": 'A trial of "plum" tea',
        "url": "https://register.example/trial",
        "study_type": "Interventional study",
        "phase": "Phase 2",
        "Date_registration": "01/02/2099",
        "Target_size": "40",
        "Conditions": "Cough;Cold",
        "Interventions": "A:tea;B:water;",
        "Agemin": "18",
        "Agemax": "65 years",
        "Gender": "Both",
        "Inclusion_Criteria": "1. cough\n2. age 18 to 65, or older",
        "Exclusion_Criteria": "none",
    }
    return dict.fromkeys(COLUMNS, "") | known | changes


def export(columns: list[str], rows: list[dict[str, str]]) -> str:
    """Rows as a CSV without a header."""
    out = io.StringIO()
    csv.writer(out).writerows([row[column] for column in columns] for row in rows)
    return out.getvalue()


def check(trial: Trial, format: str) -> None:
    assert trial.source.format == format
    assert (trial.registry, trial.registry_sex) == ("chictr", "all")
    assert trial.fields["title"] == "Plum tea, warm"
    assert trial.fields["official_title"] == 'A trial of "plum" tea'
    assert trial.fields["eligibility.inclusion"] == "1. cough\n2. age 18 to 65, or older"
    assert trial.fields["eligibility.exclusion"] == "none"
    assert trial.conditions == ("Cough", "Cold")
    assert trial.registry_age == RegistryAge(min=AgeValue(value=18, unit="year"), max=AgeValue(value=65, unit="year"))
    assert (trial.study.phase, trial.enrollment.count if trial.enrollment else 0) == ("phase 2", 40)


@pytest.mark.parametrize("columns", [COLUMNS, DOCUMENTED], ids=["as shipped", "as documented"])
def test_an_export_without_a_header(columns: list[str], trials: Read, write: Write) -> None:
    found = trials(write("ICTRPFullExport.csv", export(columns, [cells(n) for n in range(3)])))
    assert [trial.trial_id for trial in found] == ["ChiCTR2100049900", "ChiCTR2100049901", "ChiCTR2100049902"]
    for trial in found:
        check(trial, "csv")


def test_an_export_whose_cells_stand_in_quotes(trials: Read, write: Write) -> None:
    rows = [{name: cell if name == "TrialID" else f'"{cell}"' for name, cell in cells(n).items()} for n in range(3)]
    text = export(COLUMNS, rows)
    assert '"""Plum tea, warm"""' in text
    for trial in trials(write("a.csv", text)):
        check(trial, "csv")


def test_an_export_of_one_row(trials: Read, write: Write) -> None:
    (trial,) = trials(write("a.csv", export(COLUMNS, [cells(1)])))
    check(trial, "csv")


def test_a_broken_row_costs_itself_alone(brief: Brief, write: Write) -> None:
    text = export(COLUMNS, [cells(0)]) + "ChiCTR2100049901,half a row\n" + export(COLUMNS, [cells(2), cells(3)])
    assert brief(write("a.csv", text)) == ["ChiCTR2100049900", "bad-csv", "ChiCTR2100049902", "ChiCTR2100049903"]


@pytest.mark.parametrize(
    ("columns", "changes"),
    [
        (COLUMNS[:30], {}),
        (COLUMNS, {"url": "no address"}),
        (COLUMNS, {"Gender": "45 years"}),
        ([*COLUMNS[:1], *reversed(COLUMNS[1:])], {}),
    ],
    ids=["fewer columns", "no addresses", "no sexes", "another order"],
)
def test_another_order_is_refused_not_guessed(columns: list[str], changes: dict[str, str], write: Write) -> None:
    path = write("a.csv", export(columns, [cells(n, **changes) for n in range(3)]))
    (failure,) = open_trials([path])
    assert isinstance(failure, Failure)
    assert failure.error == "bad-columns"
    assert "WHO ICTRP's full export (62 or 63 columns); put a line of column names on top" in failure.message


def workbook(path: Path, rows: list[list[Any]], before: list[list[Any]] | None = None) -> Path:
    """Write a workbook, with another sheet in front where ``before`` is given."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    if before:
        for row in before:
            book.active.append(row)
        book.create_sheet()
    for row in rows:
        book.worksheets[-1].append(row)
    book.save(path)
    return path


def test_a_workbook(trials: Read, tmp_path: Path) -> None:
    rows: list[list[Any]] = [list(cells(n).values()) for n in range(3)]
    for row in rows:
        row[COLUMNS.index("Agemin")] = 18.0
        row[COLUMNS.index("Target_size")] = 40
    found = trials(workbook(tmp_path / "web.xlsx", [COLUMNS, *rows, []], before=[["About"], ["this file"]]))
    assert [trial.trial_id[-2:] for trial in found] == ["00", "01", "02"]
    for trial in found:
        check(trial, "xlsx")


def test_a_workbook_of_ones_own(tmp_path: Path) -> None:
    path = workbook(tmp_path / "mine.xlsx", [["no", "what"], ["X-1", "must be 30 or older"], [None, "who?"], ["X-3"]])
    one, two, three = open_trials([path], columns={"no": "id", "what": "eligibility"})
    assert isinstance(one, Trial)
    assert (one.trial_id, one.fields) == ("X-1", {"eligibility": "must be 30 or older"})
    assert isinstance(two, Failure)
    assert (two.error, two.record) == ("no-id", 2)
    assert three.trial_id == "X-3"


def test_a_workbook_without_trials(brief: Brief, tmp_path: Path) -> None:
    assert brief(workbook(tmp_path / "a.xlsx", [["colour", "shape"], ["red", "round"]])) == ["bad-columns"]


def test_without_openpyxl(brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", [["id", "title"]])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert brief(path) == ["no-openpyxl"]


def _with_member(path: Path, name: str, content: str) -> Path:
    """Put another content into one member of a workbook."""
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return target


HEADER = ["trial id", "title"]
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + SHEET.format("<sheetData/>"), ["unreadable"]),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SHEET.format("&a;"), ["unreadable"]),
        (SHEET.format("<sheetData><row><c>"), ["unreadable"]),
        (SHEET.format(" " * 80_000_000), ["archive-bomb"]),
        (SHEET.format('<dimension ref="A1:XFD1048576"/><sheetData/>'), ["bad-columns"]),
    ],
    ids=["entities", "external entity", "cut off", "bomb", "enormous"],
)
def test_hostile_workbooks(content: str, codes: list[str], brief: Brief, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, ["X-1", "a"]])
    assert brief(_with_member(path, "xl/worksheets/sheet1.xml", content)) == codes
