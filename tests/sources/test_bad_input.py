"""Broken and hostile input: a clear failure for that record, and all the others."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eligex.errors import InputError
from eligex.sources import format_names, open_trials
from eligex.types import Failure, Trial

from .aact import write_export

Brief = Callable[[Path], list[str]]
Write = Callable[[str, str | bytes], Path]


def study(number: int, text: str = 'Age {18} "or" more \\> [x]') -> str:
    eligibility = {"eligibilityCriteria": text}
    identification = {"nctId": f"NCT0999100{number}"}
    protocol = {"identificationModule": identification, "eligibilityModule": eligibility}
    return json.dumps({"protocolSection": protocol})


IDS = [f"NCT0999100{number}" for number in range(4)]
STUDIES = [study(number) for number in range(4)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", "[" + ",".join(STUDIES) + "]"),
        ("a.json", json.dumps([json.loads(text) for text in STUDIES], indent=4)),
        ("a.json", '{"studies": [' + ", ".join(STUDIES) + '], "nextPageToken": "t"}'),
        ("a.jsonl", "\n".join(STUDIES)),
        ("a.ndjson", "\r\n\r\n".join(STUDIES) + "\r\n"),
        ("a.json", "\n".join(json.dumps(json.loads(text), indent=1) for text in STUDIES)),
        ("a.json", b"\xef\xbb\xbf[" + ",".join(STUDIES).encode() + b"]"),
        ("a.json", ("[" + ",".join(STUDIES) + "]").encode("utf-16")),
        ("a.jsonl.gz", gzip.compress("\n".join(STUDIES).encode())),
        ("a.jsonl.zst", zstandard.compress("\n".join(STUDIES).encode())),
        ("a.dat", "\n".join(STUDIES)),
    ],
)
def test_every_shape_of_json(brief: Brief, write: Write, name: str, content: str | bytes) -> None:
    assert brief(write(name, content)) == IDS


@pytest.mark.parametrize("join", ["[{}]", "{}"])
@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (STUDIES[1][:40], "bad-json"),
        (STUDIES[1].replace('"nctId"', "nctId"), "bad-json"),
        (STUDIES[1][:-1], "bad-json"),
        (STUDIES[1].replace('{18} \\"or', "{18} \\ud800"), "bad-json"),
        (study(1, "x").replace('"x"', '{"x": 1}'), "bad-shape"),
        ('{"protocolSection": {}}', "bad-shape"),
        ('{"protocolSection":' * 5000 + "1" + "}" * 5000, "bad-json"),
    ],
)
def test_a_broken_record_costs_itself_alone(brief: Brief, write: Write, join: str, broken: str, code: str) -> None:
    separator = ",\n" if join.startswith("[") else "\n"
    content = join.format(separator.join([STUDIES[0], broken, STUDIES[2], STUDIES[3]]))
    assert brief(write("a.json", content)) == [IDS[0], code, IDS[2], IDS[3]]


def test_a_failure_names_file_record_and_reason(write: Write) -> None:
    raw = STUDIES[1].replace("{18}", "é").encode("latin-1").replace(b"\\u00e9", b"\xe9")
    path = write("a.jsonl", STUDIES[0].encode() + b"\n" + raw)
    _, failure = open_trials([path])
    assert isinstance(failure, Failure)
    assert (failure.uri, failure.record, failure.trial_id, failure.stage) == (str(path), 2, IDS[1], "read")
    assert failure.error == "bad-utf8"
    assert failure.sha256


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.json", " \n", "empty"),
        ("a.txt", b"age \xff", "bad-utf8"),
        ("a.txt", b"age\0", "unknown-format"),
        ("a.json", "[1, 2]", "unknown-format"),
        ("a.json", '{"some": "thing"}', "unknown-format"),
        ("a.csv", "colour,shape\nred,round\n", "unknown-format"),
        ("a.txt", "one line of 10 MB " * 600_000, "too-large"),
        ("a.json", study(1, "x" * 2_000_000), "too-large"),
        ("a.json", study(1).replace("NCT09991001", " "), "no-id"),
        ("a.zip", b"PK\x03\x04 no zip", "unreadable"),
        ("a.json.gz", gzip.compress(STUDIES[0].encode())[:-12], "unreadable"),
        ("a.json.zst", zstandard.compress(os.urandom(9000))[:900], "unreadable"),
    ],
)
def test_files_that_cannot_be_used(brief: Brief, write: Write, name: str, content: str | bytes, code: str) -> None:
    assert brief(write(name, content)) == [code]


def test_broken_parquet(brief: Brief, write: Write) -> None:
    pytest.importorskip("pyarrow")
    assert brief(write("a.parquet", b"PAR1 no parquet")) == ["unreadable"]


def test_no_eligibility_is_a_record_with_a_warning(write: Write) -> None:
    (trial,) = open_trials([write("a.json", study(1, " \n"))])
    assert isinstance(trial, Trial)
    assert [warning.code for warning in trial.warnings] == ["no-eligibility"]


def test_nul_stays_as_it_stood(write: Write) -> None:
    (trial,) = open_trials([write("a.json", study(1, "a\0b"))])
    assert isinstance(trial, Trial)
    assert trial.fields["eligibility"] == "a\0b"


def test_one_error_for_a_missing_path(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        open_trials([tmp_path, tmp_path / "missing.json"])


def test_unknown_format_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"known are .*ctgov-json"):
        open_trials([tmp_path], "word")


def test_format_can_be_forced(write: Write) -> None:
    (trial,) = open_trials([write("a.txt", "Study type\n\nSex\n\nAges\n")], "text")
    assert isinstance(trial, Trial)
    assert trial.source.format == "text"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(gzip.compress(b"Inclusion: gout"))

    monkeypatch.setattr("sys.stdin", Stdin())
    (trial,) = open_trials(["-"])
    assert isinstance(trial, Trial)
    assert (trial.trial_id, trial.fields["eligibility"]) == ("text", "Inclusion: gout")


def test_folder_in_order_with_what_is_no_trial(brief: Brief, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.json").write_text(STUDIES[1])
    (tmp_path / "sub" / "c.json").write_text(STUDIES[2])
    (tmp_path / "a.json").write_text(STUDIES[0])
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    (tmp_path / ".hidden.json").write_text(STUDIES[3])
    (tmp_path / "x.json").symlink_to("/etc/hostname")
    (tmp_path / "y.json").symlink_to(tmp_path / "a.json")
    (tmp_path / "round").symlink_to(tmp_path)
    assert brief(tmp_path) == ["link", IDS[0], IDS[1], "unknown-format", "link", IDS[0], IDS[2]]


def test_zip_members_one_by_one(brief: Brief, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../one.json", STUDIES[0])
        archive.writestr("broken.json", STUDIES[1][:30])
        archive.writestr("deep/two.json.gz", gzip.compress(STUDIES[2].encode()))
        archive.writestr("inner.zip", b"PK\x03\x04")
        archive.writestr("__MACOSX/._one.json", b"\0")
    assert brief(tmp_path / "a.zip") == [IDS[0], "bad-json", IDS[2], "nested-archive"]


def test_archive_bombs(brief: Brief, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", b"0" * 80_000_000)
    assert brief(tmp_path / "a.zip") == ["archive-bomb"]
    bomb = STUDIES[0].encode() + b"\n" + STUDIES[1][:-9].encode() + b"x" * 80_000_000
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(bomb))
    assert brief(tmp_path / "a.jsonl.gz") == [IDS[0], "archive-bomb"]


@pytest.mark.slow
def test_fifty_megabytes_in_one_field(brief: Brief, write: Write, tmp_path: Path) -> None:
    text = "a criterion or two " * 2_600_000
    assert brief(write("a.json", f"[{STUDIES[0]}, {study(1, text)}, {STUDIES[2]}]")) == [IDS[0], "too-large", IDS[2]]
    root = f"<search_results>{xml_study(0)}{xml_study(1, text)}{xml_study(2)}</search_results>"
    assert brief(write("a.xml", root)) == [IDS[0], "too-large", IDS[2]]
    assert brief(write("a.csv", f"nct,title\n{IDS[0]},a\n{IDS[1]},{text}\n{IDS[2]},c\n")) == [IDS[0], "bad-csv", IDS[2]]
    export = write_export(tmp_path / "a.zip", {"NCT09990002": text})
    assert brief(export) == ["too-large", "NCT09990004"]


def test_zip_members_of_an_export_cannot_lead_out(brief: Brief, tmp_path: Path) -> None:
    export = write_export(tmp_path / "a.zip")
    with zipfile.ZipFile(export, "a") as archive:
        archive.writestr("../../../keywords.txt", "id|nct_id|name\n")
        archive.writestr("bomb.txt", b"0" * 80_000_000, zipfile.ZIP_DEFLATED)
    assert brief(export) == ["archive-bomb"]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def xml_study(number: int, title: str = "t") -> str:
    identifier = f"<id_info><nct_id>NCT0999100{number}</nct_id></id_info>"
    return f"<clinical_study>{identifier}<brief_title>{title}</brief_title></clinical_study>"


@pytest.mark.parametrize("declaration", [ENTITIES, EXTERNAL])
def test_xml_with_entities_is_refused(brief: Brief, write: Write, declaration: str) -> None:
    assert brief(write("a.xml", declaration + xml_study(0, "&b;"))) == ["unsafe-xml"]


@pytest.mark.parametrize(
    ("broken", "codes"),
    [
        (xml_study(1, "a < b"), ["bad-xml"]),
        (xml_study(1, "&undeclared;"), ["bad-xml"]),
        (xml_study(1).removesuffix("</clinical_study>"), ["bad-xml"]),
        (xml_study(1).replace("</brief_title>", ""), ["bad-xml"]),
        (ENTITIES + xml_study(1, "&a;"), ["bad-xml"]),
    ],
)
def test_broken_xml_costs_itself_alone(brief: Brief, write: Write, broken: str, codes: list[str]) -> None:
    padding = "<!-- " + "x" * 70_000 + " -->"
    root = f"<search_results>{xml_study(0)}{padding}{broken}{xml_study(2)}</search_results>"
    assert brief(write("a.xml", root)) == [IDS[0], *codes, IDS[2]]


def test_csv_rows_fail_one_by_one(brief: Brief, write: Write) -> None:
    rows = [b"trial_id,title,criteria", b"X1,a,b", b"X2,a", b"X3,a,\xff", b'X4,"a ""q""","two', b'lines"', b",a,b"]
    assert brief(write("a.csv", b"\n".join(rows))) == ["X1", "bad-csv", "bad-utf8", "X4", "no-id"]


def test_registered_formats() -> None:
    wanted = {"page", "text", "ctgov-json", "ctgov-v1", "ctgov-xml", "csv", "ictrp-xml", "eu-ctr", "ctis-json", "aact"}
    assert wanted < set(format_names())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=3)), max_size=4),
    st.sampled_from(["a.json", "a.jsonl", "a.xml", "a.csv", "a.txt"]),
)
def test_damaged_bytes_never_crash(tmp_path: Path, damage: list[tuple[int, bytes]], name: str) -> None:
    samples = {
        "a.json": "[" + ",".join(STUDIES[:2]) + "]",
        "a.jsonl": "\n".join(STUDIES[:2]),
        "a.xml": f"<search_results>{xml_study(0)}{xml_study(1)}</search_results>",
        "a.csv": "trial_id,title,eligibility\nX1,a,b\nX2,a,b\n",
        "a.txt": "Study type\nSex\nAll\nAges\n18\nEnrollment\n3\nInclusion criteria\nx\n",
    }
    content = samples[name].encode()
    for place, bytes_ in damage:
        content = content[:place] + bytes_ + content[place + 1 :]
    path = tmp_path / name
    path.write_bytes(content)
    items = list(open_trials([path]))
    assert items
    assert all(isinstance(item, (Trial, Failure)) for item in items)
