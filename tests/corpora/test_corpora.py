"""Corpora from their archives to folds and to spaCy's format."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin
from typer.testing import CliRunner

from eligex.cli.app import app
from eligex.corpora.convert import convert
from eligex.corpora.prepare import prepare
from eligex.corpora.reading import fold_of
from eligex.errors import InputError, OutputError

_TRIALS = [f"NCT{number:08}" for number in range(30)]
# Line ends as some published files have them; the second entity is discontinuous, the third inside the first.
_TEXT = "Severe renal or hepatic failure\r\nAge 18y\r\n"
_ANN = (
    "T1\tCondition 0 12;24 31\tSevere renal failure\nT2\tCondition 16 31\thepatic failure\n"
    "T3\tValue 37 39\t18\nT4\tSubjective_judgement 0 6\tSevere\n"
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for trial in _TRIALS:
            for part in ("inc", "exc"):
                packed.writestr(f"deep/{trial}_{part}.ann", _ANN)
                packed.writestr(f"deep/{trial}_{part}.txt", _TEXT)
        packed.writestr("deep/NCT77777777_inc.txt", "never annotated")
        packed.writestr("__MACOSX/deep/NCT00000000_inc.ann", "resource fork")
    return path


def test_an_archive_becomes_folds_byte_by_byte(archive: Path, tmp_path: Path) -> None:
    folds = prepare("chia", archive, tmp_path / "chia")
    assert {fold.name: fold.listed for fold in folds} == {"dev": False, "test": None, "train": False}
    assert sum(fold.texts for fold in folds) == 2 * len(_TRIALS)
    for trial in _TRIALS:
        for part in ("inc", "exc"):
            assert (tmp_path / "chia" / fold_of(trial) / f"{trial}_{part}.txt").read_bytes() == _TEXT.encode()
    assert not list(tmp_path.glob("chia/*/NCT77777777*"))
    with pytest.raises(OutputError, match="is there already"):
        prepare("chia", archive, tmp_path / "chia")


def test_a_folder_gives_what_its_archive_gives(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path / "unpacked", [n for n in packed.namelist() if n.startswith("deep/")])
    assert prepare("lct", archive, tmp_path / "one") == prepare("lct", tmp_path / "unpacked", tmp_path / "two")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a.txt": ""}, "holds no .ann files"),
        ({"NCT1.ann": ""}, "NCT1.ann has no NCT1.txt"),
        ({"x/NCT1.ann": "", "x/NCT1.txt": "a", "y/NCT1.ann": "", "y/NCT1.txt": "b"}, "two files named NCT1.txt differ"),
    ],
)
def test_what_is_no_corpus_is_refused(files: dict[str, str], message: str, tmp_path: Path) -> None:
    for name, content in files.items():
        path = tmp_path / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=message):
        prepare("chia", tmp_path / "given", tmp_path / "folds")


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK no more")
    with pytest.raises(InputError, match="neither a folder nor a ZIP archive"):
        prepare("chia", tmp_path / "broken.zip", tmp_path / "folds")


def test_a_fold_becomes_docs_with_flat_entities(tmp_path: Path) -> None:
    fold = tmp_path / "train"
    fold.mkdir()
    (fold / "NCT1_inc.ann").write_bytes(_ANN.encode())
    (fold / "NCT1_inc.txt").write_bytes(_TEXT.encode())
    assert convert(fold, "chia", tmp_path / "out" / "train.spacy") == (1, 2)
    (doc,) = DocBin().from_disk(tmp_path / "out" / "train.spacy").get_docs(spacy.blank("en").vocab)
    assert doc.text == _TEXT
    assert [(e.text, e.label_) for e in doc.ents] == [("Severe renal or hepatic failure", "Condition"), ("18", "Value")]
    with pytest.raises(InputError, match="eligex corpus prepare"):
        convert(tmp_path, "chia", tmp_path / "none.spacy")


def test_the_command_tells_of_another_version(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELIGEX_SHARED", str(tmp_path))
    done = CliRunner().invoke(app, ["corpus", "prepare", "chia", str(archive)])
    assert done.exit_code == 1
    assert "chia dev" in done.stdout
    assert "NOT the one that models were measured on" in done.stdout
    fold, file = str(tmp_path / "corpora" / "chia" / "dev"), tmp_path / "dev.spacy"
    done = CliRunner().invoke(app, ["corpus", "convert", "chia", fold, "-o", str(file)])
    assert done.exit_code == 0
    assert "entities in" in done.stdout
    assert file.exists()
