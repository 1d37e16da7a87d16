"""The command line as a user meets it: outputs, failures, exit codes, messages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eligex.cli.app import app
from eligex.errors import InputError

COMMANDS = ["extract", "show", "schema", "check", "check-output", "evaluate", "bench"]


def run(*args: str, stdin: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(args), input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def process(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "eligex", *args], input=stdin, capture_output=True, check=False)


@pytest.fixture(scope="module")
def records(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "records.jsonl"
    assert run("extract", str(example), "-o", str(out))[0] == 0
    return out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    code, out, _ = run(command, "--help")
    assert code == 0
    assert len(out) > 200


def test_help_does_not_wait_for_spacy() -> None:
    code = "import sys, eligex.cli.app; print([m for m in ('spacy', 'pydantic', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_extract_writes_one_line_a_trial(records: Path) -> None:
    (line,) = records.read_text("utf-8").splitlines()
    record = json.loads(line)
    assert record["trial_id"] == "NCT99000001"
    assert record["population"]["age"]["min"]["value"] == 18


def test_extract_reads_standard_input() -> None:
    done = process("extract", "-", "--quiet", stdin=b"Inclusion criteria:\n- Age over 65 years\n")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["population"]["age"]["min"] == {
        "value": 65,
        "unit": "year",
        "inclusive": False,
        "source": "text",
        "evidence": record["population"]["age"]["min"]["evidence"],
    }


def test_a_bad_record_is_reported_and_the_others_come_out(tmp_path: Path, example: Path) -> None:
    good = json.dumps(json.loads(example.read_text("utf-8")))
    mixed = tmp_path / "mixed.jsonl"
    mixed.write_text(f"{good}\n{{broken\n{good.replace('NCT99000001', 'NCT99000002')}\n", "utf-8")
    code, _, err = run("extract", str(mixed), "-o", str(tmp_path / "out.jsonl"))
    assert code == 1
    assert "2 records written, 1 failed" in err
    (failure,) = (tmp_path / "out.failures.jsonl").read_text("utf-8").splitlines()
    entry = json.loads(failure)
    assert entry["record"] == 2
    assert "mixed.jsonl" in entry["uri"]


def test_a_missing_path_is_one_clear_line() -> None:
    done = process("extract", "no/such/file.json")
    assert done.returncode == 2
    assert done.stderr.decode().strip().count("\n") == 0
    assert b"no/such/file.json" in done.stderr


def test_schema_is_json_schema() -> None:
    _, out, _ = run("schema")
    assert "criteria" in json.loads(out)["properties"]


def test_check_finds_the_tables_clean() -> None:
    code, out, _ = run("check")
    assert code == 0, out


def test_check_output_accepts_a_run_and_sees_a_change(records: Path, example: Path, tmp_path: Path) -> None:
    assert run("check-output", str(records), str(example))[0] == 0
    changed = tmp_path / "changed.jsonl"
    record = json.loads(records.read_text("utf-8"))
    record["criteria"][0]["evidence"][0]["start"] += 1
    changed.write_text(json.dumps(record) + "\n", "utf-8")
    code, out, _ = run("check-output", str(changed), str(example))
    assert code == 1
    assert "is not at eligibility[" in out


def test_check_output_sees_what_does_not_fit_the_schema(records: Path, example: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.jsonl"
    record = json.loads(records.read_text("utf-8"))
    record["criteria"] = "none"
    changed.write_text(json.dumps(record) + "\n", "utf-8")
    code, out, _ = run("check-output", str(changed), str(example))
    assert code == 1
    assert "does not fit the schema: criteria" in out


def test_check_output_says_which_file_holds_no_records(example: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    for content, message in (("{", "line 1: no record"), ('{"protocolSection": {}}', "OUTPUT comes before INPUT")):
        other.write_text(content + "\n", "utf-8")
        with pytest.raises(InputError, match=message):
            run("check-output", str(other), str(example))


def test_check_output_sees_a_lost_record(records: Path, example: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    code, out, _ = run("check-output", str(empty), str(example))
    assert code == 1
    assert "neither a record nor a failure" in out


def test_show_prints_requirements(example: Path) -> None:
    code, out, _ = run("show", str(example))
    assert code == 0
    assert "sle-eular-acr-2019" in out


def test_bench_reports_stages(example: Path, tmp_path: Path) -> None:
    twice = tmp_path / "two.jsonl"
    line = json.dumps(json.loads(example.read_text("utf-8")))
    twice.write_text(f"{line}\n{line}\n", "utf-8")
    _, out, _ = run("bench", str(twice))
    assert "criteria/s" in out
    assert "eligex_segment" in out


def test_bench_reports_models_beside_spacy(example: Path) -> None:
    _, out, _ = run("bench", str(example), "--models")
    assert out.count("words/s") >= 2
    assert "spaCy ner" in out


@pytest.mark.parametrize("in_a_file", [False, True])
def test_a_table_of_ones_own_is_read_by_its_columns(in_a_file: bool, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text('no,crit\nX-1,"Inclusion criteria: age over 40 years"\n', "utf-8")
    out = tmp_path / "out.jsonl"
    columns = ["no=id", "crit=eligibility"]
    if in_a_file:
        (tmp_path / "columns.txt").write_text("\n".join(columns) + "\n\n", "utf-8")
        columns = [f"@{tmp_path / 'columns.txt'}"]
    options = [option for column in columns for option in ("--column", column)]
    code, _, _ = run("extract", str(table), "-o", str(out), *options)
    record = json.loads(out.read_text("utf-8"))
    assert (code, record["trial_id"]) == (0, "X-1")
    assert record["population"]["age"]["min"]["value"] == 40


def test_a_bad_column_option_says_how() -> None:
    done = process("extract", "x.csv", "--column", "crit")
    assert done.returncode == 2
    assert b"COLUMN=PART" in done.stderr
    assert process("extract", "x.csv", "--column", "@no-such-file").returncode == 2
