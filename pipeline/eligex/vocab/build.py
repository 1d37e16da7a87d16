"""Build a knowledge base from vocabularies: one folder, two files, the same bytes for the same input."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import __version__
from ..errors import ConfigError
from ..lexicons.loader import read_table
from ..lexicons.matcher import is_exact_case
from ..lexicons.rows.link import ConceptAliasRow
from ..link.adapters.own import own_drugs
from ..link.concepts import GROUPS, Concept, Vocabulary
from ..link.forms import load_forms
from ..link.index import GramVectorizer
from ..link.kb import ARRAYS, FORMAT, META, NameTable, Texts, hashed

# A rank counts first by vocabulary, then by the sort of name. Before all vocabularies go the names that the alias
# table says, then those of our drug table.
_SORTS = 4
_SAID, _NAME, _ALIAS = 0, 1, 2
_MOST_VOCABULARIES = 60
# Names of more words are descriptions; nobody misspells them as a whole.
_NEAR_WORDS = 6
_NEAR_MIN = 6
# Drug names that a slip of the pen still lets recognise; shorter ones have neighbours.
_NEAR_DRUG_MIN = 8
# A shorter name in small letters is an ordinary word as often as an acronym.
_SHORTEST = 4


@dataclass
class Builder:
    """Collects concepts and the forms of their names."""

    concepts: list[Concept] = field(default_factory=list)
    vocabularies: list[Vocabulary] = field(default_factory=list)
    origin: list[int] = field(default_factory=list)
    keys: list[tuple[str, int, int]] = field(default_factory=list)
    bags: list[tuple[str, int, int]] = field(default_factory=list)
    near: dict[tuple[str, int], None] = field(default_factory=dict)
    named: dict[tuple[str, str], int] = field(default_factory=dict)
    """(group, key) to the first concept that bears the name, in the order of the vocabularies."""
    words: set[str] = field(default_factory=set)

    def add(self, vocabulary: Vocabulary) -> None:
        """Add a vocabulary behind those before it."""
        if len(self.vocabularies) == _MOST_VOCABULARIES:
            raise ConfigError(f"more than {_MOST_VOCABULARIES} vocabularies")
        self.vocabularies.append(vocabulary)
        for concept in vocabulary.concepts:
            number = self._add_concept(concept)
            self.name(number, concept.name, _NAME)
            for alias in concept.aliases:
                self.name(number, alias, _ALIAS)

    def _add_concept(self, concept: Concept) -> int:
        self.concepts.append(concept)
        self.origin.append(len(self.vocabularies) - 1)
        return len(self.concepts) - 1

    def name(self, number: int, alias: str, sort: int, *, own: bool = False) -> None:
        """File a concept under a name; an exact-case name of our own tables is filed by its letters alone."""
        concept = self.concepts[number]
        text = alias.lstrip("=~")
        rank = sort if own else _SORTS * (1 + self.origin[number]) + sort
        if sort == _SAID and alias[:1] != "~" and (alias[:1] == "=" or is_exact_case(text)):
            self.keys.append((f"={text}", number, rank))
            return
        forms = load_forms()
        words = forms.words(text)
        key = forms.key(words)
        if not key or (len(key) < _SHORTEST and sort == _ALIAS):
            return
        self.words.update(words)
        self.keys.append((key, number, rank))
        self.named.setdefault((concept.group, key), number)
        if concept.group != "drug" and len(words) > 1:
            self.bags.append((forms.bag(words), number, rank))
        if _may_be_near(concept, words, own):
            self.near[(" ".join(words), number)] = None

    def find(self, group: str, name: str) -> int | None:
        """Return the concept of a group that bears a name, of the first vocabulary that has one."""
        forms = load_forms()
        return self.named.get((group, forms.key(forms.words(name.lstrip("=~")))))


def _may_be_near(concept: Concept, words: list[str], own: bool) -> bool:
    """Tell whether a misspelt mention may find a name: conditions by all names, drugs by our own long ones."""
    length = sum(map(len, words))
    if concept.group == "drug":
        return own and len(words) == 1 and length >= _NEAR_DRUG_MIN
    return concept.near and len(words) <= _NEAR_WORDS and length >= _NEAR_MIN


def build(vocabularies: Iterable[Vocabulary], folder: Path) -> dict[str, Any]:
    """Write the knowledge base of some vocabularies, best first, and of the package's tables; return what it holds."""
    builder = Builder()
    for vocabulary in vocabularies:
        builder.add(vocabulary)
    _add_drugs(builder, own_drugs())
    missing = _add_aliases(builder)
    arrays = dict(_arrays(builder))
    meta = _meta(builder, arrays, missing)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / ARRAYS, **arrays)
    (folder / META).write_text(json.dumps(meta, indent=1) + "\n", "utf-8")
    return meta


def _add_drugs(builder: Builder, own: Vocabulary) -> None:
    """Put our drugs' names on the substances that bear them; a drug that no vocabulary has is its own concept."""
    new = []
    for drug in own.concepts:
        number = builder.find("drug", drug.name)
        if number is None:
            found = {builder.find("drug", alias) for alias in drug.aliases if _names_substance(alias)} - {None}
            number = found.pop() if len(found) == 1 else None
        if number is None:
            new.append(drug)
        else:
            builder.name(number, drug.name, _NAME, own=True)
    builder.add(Vocabulary(own.name, own.version, tuple(new)))
    for drug in new:
        own_number = builder.find("drug", drug.name)
        if own_number is not None:
            builder.name(own_number, drug.name, _NAME, own=True)


def _names_substance(alias: str) -> bool:
    """Tell whether an alias is another generic name or a company's code; a brand may be a salt or a mixture."""
    return alias.islower() or any(char.isdigit() for char in alias)


def _add_aliases(builder: Builder) -> list[str]:
    """File the alias table's names; return the concept names that no vocabulary has."""
    missing = []
    for row in read_table("concept_aliases.csv", ConceptAliasRow):
        numbers = (builder.find(group, name) for name in row.names for group in (row.group, "other"))
        number = next((found for found in numbers if found is not None), None)
        if number is None:
            missing.append(row.names[0])
            continue
        for alias in row.aliases:
            builder.name(number, alias, _SAID, own=True)
    return missing


def _arrays(builder: Builder) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    for name, rows in (("key", builder.keys), ("bag", builder.bags)):
        for part, array in NameTable.pack(iter(rows)).items():
            yield f"{name}_{part}", array
    yield "words", np.sort(np.array([hashed(word) for word in builder.words], dtype=np.uint64))
    near = sorted(builder.near)
    texts = {
        "near": [name for name, _ in near],
        "id": [concept.id for concept in builder.concepts],
        "name": [concept.name for concept in builder.concepts],
    }
    for name, strings in texts.items():
        for part, array in Texts.pack(strings).items():
            yield f"{name}_{part}", array
    yield from _near_arrays([name for name, _ in near])
    yield "near_concepts", np.array([number for _, number in near], dtype=np.uint32)
    yield "vocabularies", np.array(builder.origin, dtype=np.uint8)
    yield "groups", np.array([GROUPS.index(concept.group) for concept in builder.concepts], dtype=np.uint8)


def _near_arrays(names: list[str]) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    vectorizer = GramVectorizer.fit(names)
    vectors = vectorizer.transform(names)
    yield from vectorizer.arrays().items()
    yield from (("near_data", vectors.data), ("near_indices", vectors.indices), ("near_indptr", vectors.indptr))


def _meta(builder: Builder, arrays: dict[str, npt.NDArray[Any]], missing: list[str]) -> dict[str, Any]:
    digest = hashlib.sha256()
    for name in sorted(arrays):
        digest.update(arrays[name].tobytes())
    counts = np.bincount(arrays["vocabularies"], minlength=len(builder.vocabularies)).tolist()
    return {
        "format": FORMAT,
        "eligex": __version__,
        "digest": digest.hexdigest(),
        "vocabularies": [
            {"name": v.name, "version": v.version, "concepts": n}
            for v, n in zip(builder.vocabularies, counts, strict=True)
        ],
        "names": len(arrays["key_hashes"]),
        "aliases_without_concept": missing,
    }
