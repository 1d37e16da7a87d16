"""Hostile input through the whole run and into databases; the readers' own tests are beside them."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest

from eligex.pipeline import Pipeline
from eligex.run.driver import Plan, Run, read_run
from eligex.sinks import open_sink
from eligex.types import EligibilityRecord

from .fuzz import fuzz

BOMB = """<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<clinical_study><id_info><nct_id>NCT09990001</nct_id></id_info><brief_title>&c;</brief_title></clinical_study>
"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<clinical_study><id_info><nct_id>NCT09990002</nct_id></id_info><brief_title>&a;</brief_title></clinical_study>
"""


def study(number: int, text: str) -> dict[str, Any]:
    return {
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT0999100{number}", "briefTitle": text[:200]},
            "eligibilityModule": {"eligibilityCriteria": text},
        }
    }


def _run(inputs: list[Path], folder: Path) -> tuple[list[str], list[str]]:
    """Run, load all of it into SQLite, and return the ids of the records and the codes of the failures."""
    Run(Plan([str(path) for path in inputs]), folder).execute()
    items = list(read_run(folder))
    for target in (f"sqlite:{folder / 'db'}", f"parquet:{folder / 'tables'}"):
        with open_sink(target) as sink:
            for item in items:
                sink.write(item)
    connection = sqlite3.connect(folder / "db")
    try:
        ids = [row[0] for row in connection.execute("SELECT trial_id FROM trials ORDER BY trial_id")]
        codes = [row[0] for row in connection.execute("SELECT error FROM failures ORDER BY uri, record")]
    finally:
        connection.close()
    return ids, codes


def test_bombs_and_deep_nesting_cost_themselves_alone(tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    (inputs / "a.xml").write_text(BOMB)
    (inputs / "b.xml").write_text(OUTSIDE)
    (inputs / "c.json").write_text('{"protocolSection":' * 50_000 + "1" + "}" * 50_000)
    (inputs / "d.json").write_text(json.dumps(study(1, "Inclusion Criteria:\n- Age over 18 years")))
    (inputs / "e.json.gz").write_bytes(gzip.compress(b" " * 70_000_000))
    with zipfile.ZipFile(inputs / "f.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../outside.json", json.dumps(study(2, "Exclusion Criteria:\n- Pregnancy")))
        archive.writestr("bomb.json", b"[" + b" " * 70_000_000)
    os.symlink("/etc/passwd", inputs / "g.json")
    ids, codes = _run([inputs], tmp_path / "out")
    assert ids == ["NCT09991001"]
    assert codes == ["unsafe-xml", "unsafe-xml", "bad-json", "empty", "archive-bomb", "link"]
    assert not (tmp_path / "outside.json").exists()


def test_fifty_megabytes_in_a_field_stop_nothing(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    with path.open("w") as handle:
        handle.write(json.dumps(study(1, "Inclusion Criteria:\n- Age over 18 years")) + "\n")
        handle.write(json.dumps(study(2, "Exclusion: pregnancy. " * 2_300_000)) + "\n")
        handle.write(json.dumps(study(3, "Exclusion Criteria:\n- Pregnancy")) + "\n")
    ids, codes = _run([path], tmp_path / "out")
    assert "NCT09991001" in ids
    assert "NCT09991003" in ids
    assert len(ids) + len(codes) == 3


NASTY = [
    "NUL \x00 inside",
    "'; DROP TABLE trials; --",
    '=HYPERLINK("http://x.example","click")',
    "+1+cmd|' /C calc'!A0",
    "\u202eright to left\u202c and \U0001f489",
    "a\u0301\ufb01 \u0130\u1e9e \xa0 \u2028 lines \u2029",
    "%s %d {} {0} $1 :name ?",
]


def test_nasty_characters_come_out_as_they_went_in(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    texts = [f"Inclusion Criteria:\n- {text}\nExclusion Criteria:\n- {text} within 5 years" for text in NASTY]
    path.write_text("".join(json.dumps(study(n, text)) + "\n" for n, text in enumerate(texts)), "utf-8")
    ids, codes = _run([path], tmp_path / "out")
    assert len(ids) == len(NASTY)
    assert codes == []
    records = [json.loads(line) for line in (tmp_path / "out" / "records.jsonl").read_bytes().splitlines()]
    for text, record in zip(texts, records, strict=True):
        for criterion in record["criteria"]:
            for evidence in criterion["evidence"]:
                assert text[evidence["start"] : evidence["end"]] == evidence["text"]


def test_a_lone_surrogate_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text(json.dumps(study(1, "Age over 18 \ud800")) + "\n" + json.dumps(study(2, "Age over 18")) + "\n")
    assert _run([path], tmp_path / "out") == (["NCT09991002"], ["bad-json"])


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes on POSIX alone")
def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    try:
        with open(os.fsencode(folder) + b"/a\xff.json", "w") as handle:
            json.dump(study(1, "Age over 18"), handle)
    except OSError:
        pytest.skip("the file system takes no such name")
    assert _run([folder], tmp_path / "out") == (["NCT09991001"], [])
    (item,) = read_run(tmp_path / "out")
    assert isinstance(item, EligibilityRecord)
    assert item.source.uri.endswith("a\\udcff.json")


def test_damaged_records_break_nothing(tmp_path: Path, nlp: Pipeline) -> None:
    assert list(fuzz(tmp_path, nlp, 150, seed=0)) == []
