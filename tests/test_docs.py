"""The documentation says what is so."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

import eligex
from eligex.cli.app import app
from eligex.pipeline import Pipeline
from eligex.sources import format_names, open_trials
from eligex.types import Trial

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
_BLOCKS = re.findall(r"```python\n(.*?)```", README, re.S)


@pytest.mark.parametrize("block", _BLOCKS, ids=range(len(_BLOCKS)))
def test_python_examples_print_what_they_say(block: str, capsys: pytest.CaptureFixture[str]) -> None:
    expected = re.findall(r"print\(.*\)  # (.*)", block)
    exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip().splitlines() == expected


def test_every_command_is_in_the_readme() -> None:
    names = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    missing = {name for name in names if f"eligex {name}" not in README}
    assert missing == set()


def test_every_format_is_in_the_readme() -> None:
    assert {name for name in format_names() if f"`{name}`" not in README} == set()


def test_the_shown_criterion_is_what_comes_out(nlp: Pipeline, example: Path) -> None:
    shown = json.loads(re.search(r"<!-- example -->\n```json\n(.*?)```", README, re.S)[1])  # type: ignore[index]
    (trial,) = open_trials([example])
    assert isinstance(trial, Trial)
    record = nlp.extract(trial).to_json()
    assert shown in record["criteria"]


def test_public_names_are_importable() -> None:
    for name in eligex.__all__:
        assert getattr(eligex, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        eligex.nothing  # noqa: B018


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == eligex.__version__
    assert f"[{project['version']}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
