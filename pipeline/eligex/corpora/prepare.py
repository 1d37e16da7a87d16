"""A corpus's public archive to folds of brat files, byte by byte as published, with digests to compare."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path, PurePosixPath

from ..errors import InputError, OutputError
from .reading import fold_of

Files = dict[str, bytes]
"""Names without folders to contents."""

_SUFFIXES = (".ann", ".txt")
_CHECKSUMS = "checksums.csv"


@dataclass(frozen=True, slots=True)
class Fold:
    """What was written of a fold; ``listed`` tells whether it is what models were measured on, None if none is listed.

    ``digest`` is the SHA-256 of each file's name, a zero byte and its content, in the order of names.
    """

    corpus: str
    name: str
    texts: int
    digest: str
    listed: bool | None


def prepare(corpus: str, archive: Path, folder: Path) -> list[Fold]:
    """Write the folds of a corpus into ``folder/train`` and so on; return what was written.

    ``archive`` is a ZIP file or a folder, however deep the files lie. Raises InputError where it holds no annotated
    texts or an annotation without its text, OutputError where a fold is there already.
    """
    folds = _folds(_paired(_annotated(archive), archive))
    listed = _checksums()
    for name in folds:
        if (folder / name).exists():
            raise OutputError(f"{folder / name}: is there already; remove it or name another folder")
    return [_write(corpus, name, own, folder / name, listed) for name, own in sorted(folds.items())]


def _annotated(archive: Path) -> Files:
    """Return the annotations and texts of an archive; the same name twice must mean the same content."""
    found: Files = {}
    for name, content in _members(archive):
        if found.setdefault(name, content) != content:
            raise InputError(f"{archive}: two files named {name} differ; name the folder or archive of one corpus")
    return found


def _members(archive: Path) -> Iterator[tuple[str, bytes]]:
    if archive.is_dir():
        for path in sorted(archive.rglob("*")):
            if path.suffix in _SUFFIXES and path.is_file():
                yield path.name, path.read_bytes()
        return
    try:
        with zipfile.ZipFile(archive) as packed:
            for name in sorted(packed.namelist()):
                if name.endswith(_SUFFIXES) and not name.startswith("__MACOSX/"):
                    yield PurePosixPath(name).name, packed.read(name)
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(f"{archive}: neither a folder nor a ZIP archive that can be read: {error}") from error


def _paired(found: Files, archive: Path) -> Files:
    """Return the files that make pairs; a text without annotation is no part of the corpus."""
    stems = sorted(name.removesuffix(".ann") for name in found if name.endswith(".ann"))
    if not stems:
        raise InputError(f"{archive}: holds no .ann files; name the corpus's archive or its folder")
    if lone := [stem for stem in stems if f"{stem}.txt" not in found]:
        raise InputError(f"{archive}: {lone[0]}.ann has no {lone[0]}.txt")
    return {stem + suffix: found[stem + suffix] for stem in stems for suffix in _SUFFIXES}


def _folds(found: Files) -> dict[str, Files]:
    folds: dict[str, Files] = {}
    for name, content in found.items():
        # A trial's inclusion and exclusion files ("NCT00000000_inc.ann") share its fold.
        folds.setdefault(fold_of(name.split(".")[0].split("_")[0]), {})[name] = content
    return folds


def _write(corpus: str, name: str, own: Files, folder: Path, listed: dict[tuple[str, str], str]) -> Fold:
    folder.mkdir(parents=True)
    digest = sha256()
    for file, content in sorted(own.items()):
        (folder / file).write_bytes(content)
        digest.update(file.encode() + b"\0" + content)
    wanted = listed.get((corpus, name))
    return Fold(
        corpus, name, len(own) // 2, digest.hexdigest(), None if wanted is None else wanted == digest.hexdigest()
    )


def _checksums() -> dict[tuple[str, str], str]:
    with files(__package__).joinpath(_CHECKSUMS).open(encoding="utf-8") as handle:
        return {(row["corpus"], row["fold"]): row["sha256"] for row in csv.DictReader(handle)}
