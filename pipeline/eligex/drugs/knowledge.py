"""What the tables know of drugs, their targets and their classes, looked up by any of their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Generic, TypeVar

from ..lexicons.loader import read_table
from ..lexicons.matcher import is_exact_case
from ..lexicons.rows.drugs import DrugClassRow, DrugRow, SaltRow, StemRow, TargetRow
from .names import Folding, load_folding
from .stems import Stem, StemTable

N = TypeVar("N")


@dataclass(frozen=True, slots=True)
class Target:
    """What a drug acts on; ``symbols`` are HGNC symbols: several for a family, none outside human proteins."""

    id: str
    symbols: tuple[str, ...]
    name: str
    kind: str

    @property
    def symbol(self) -> str | None:
        """The symbol where there is exactly one."""
        return self.symbols[0] if len(self.symbols) == 1 else None


@dataclass(frozen=True, slots=True)
class KnownMechanism:
    """What a drug does to a target."""

    action: str
    target: Target


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug of the table; ``classes`` are ids of drug classes."""

    name: str
    aliases: tuple[str, ...]
    mechanisms: tuple[KnownMechanism, ...]
    classes: tuple[str, ...]
    modality: str


@dataclass(frozen=True, slots=True)
class DrugClass:
    """A class expression; ``mechanisms`` is what every member does, empty where the class says nothing of a target."""

    id: str
    name: str
    aliases: tuple[str, ...]
    mechanisms: tuple[KnownMechanism, ...]
    kind: str
    parents: tuple[str, ...]
    modalities: tuple[str, ...]


class NameIndex(Generic[N]):
    """Entries by name: acronyms by exact case, other names whatever their case, hyphens, spaces and Greek letters."""

    def __init__(self, named: Iterable[tuple[str, N]], folding: Folding) -> None:
        self._folding = folding
        self._exact: dict[str, N] = {}
        self._free: dict[str, N] = {}
        for raw, entry in named:
            name = raw.lstrip("=~")
            exact = raw[:1] == "=" or (raw[:1] != "~" and is_exact_case(name))
            key = folding.key(name)
            (self._exact if exact else self._free).setdefault(key if exact else key.casefold(), entry)

    def get(self, text: str) -> N | None:
        """Return the entry of that name, or of its singular; None where there is none."""
        key = self._folding.key(text)
        found = self._exact.get(key) or self._free.get(key.casefold())
        if found is None and len(key) > 4 and key[-1] == "s":
            found = self._exact.get(key[:-1]) or self._free.get(key[:-1].casefold())
        return found


class Knowledge:
    """The tables of drugs, targets, classes and name stems, read once and indexed by name."""

    def __init__(self) -> None:
        self.targets = {row.id: _target(row) for row in read_table("targets.csv", TargetRow)}
        self.drugs = tuple(self._drug(row) for row in read_table("drugs.csv", DrugRow))
        self.classes = {row.id: self._class(row) for row in read_table("drug_classes.csv", DrugClassRow)}
        self._folding = load_folding()
        self._salts = frozenset(row.word for row in read_table("drug_salts.csv", SaltRow))

    def drug(self, text: str) -> Drug | None:
        """Return the drug of that name, brand or code; a salt or dosage form behind the name is passed over."""
        found = self._drug_names.get(text)
        while found is None and (shorter := self._without_salt(text)) is not None:
            text = shorter
            found = self._drug_names.get(text)
        return found

    def target(self, text: str, in_context: bool = False) -> Target | None:
        """Return the target of that name; ``in_context`` also reads names too short to stand alone ("C5", "AR")."""
        found = self._target_names.get(text)
        return self._short_target_names.get(text) if found is None and in_context else found

    def drug_class(self, text: str) -> DrugClass | None:
        """Return the class of that expression ("TNF blockers", "anti-CD20 antibody")."""
        return self._class_names.get(text)

    def stem(self, name: str, weak: bool = False) -> Stem | None:
        """Return the longest stem of a name the tables lack; ``weak`` also tries endings of ordinary words."""
        return self._stems.find(name, weak)

    def classes_of(self, drug: Drug) -> tuple[DrugClass, ...]:
        """Return a drug's classes, nearest first, then those above them and those of its modality."""
        return self._classes_by_drug[drug.name]

    def members(self, class_id: str) -> tuple[Drug, ...]:
        """Return the drugs of a class, its subclasses included."""
        return self._members.get(class_id, ())

    def drug_phrases(self) -> Iterator[tuple[str, Drug]]:
        """Yield every (name, drug) with the spellings of each name, for a phrase index."""
        for drug in self.drugs:
            for alias in (drug.name, *drug.aliases):
                for form in self._folding.forms(alias):
                    yield form, drug

    def target_phrases(self, in_context: bool = False) -> Iterator[tuple[str, Target]]:
        """Yield every (name, target) with the spellings of each name, for a phrase index."""
        for row in read_table("targets.csv", TargetRow):
            for alias in (*_target_names(row), *(row.context_names if in_context else ())):
                for form in self._folding.forms(alias):
                    yield form, self.targets[row.id]

    def class_phrases(self) -> Iterator[tuple[str, DrugClass]]:
        """Yield every (name, class) with the spellings of each name, for a phrase index."""
        for entry in self.classes.values():
            for alias in (entry.name, *entry.aliases):
                for form in self._folding.forms(alias):
                    yield form, entry

    @cached_property
    def _drug_names(self) -> NameIndex[Drug]:
        return NameIndex(((name, drug) for drug in self.drugs for name in (drug.name, *drug.aliases)), self._folding)

    @cached_property
    def _target_names(self) -> NameIndex[Target]:
        rows = read_table("targets.csv", TargetRow)
        return NameIndex(((name, self.targets[row.id]) for row in rows for name in _target_names(row)), self._folding)

    @cached_property
    def _short_target_names(self) -> NameIndex[Target]:
        rows = read_table("targets.csv", TargetRow)
        return NameIndex(((name, self.targets[row.id]) for row in rows for name in row.context_names), self._folding)

    @cached_property
    def _class_names(self) -> NameIndex[DrugClass]:
        return NameIndex(
            ((n, entry) for entry in self.classes.values() for n in (entry.name, *entry.aliases)), self._folding
        )

    @cached_property
    def _stems(self) -> StemTable:
        return StemTable(read_table("inn_stems.csv", StemRow))

    @cached_property
    def _classes_by_drug(self) -> dict[str, tuple[DrugClass, ...]]:
        of_modality: dict[str, list[str]] = {}
        for entry in self.classes.values():
            for modality in entry.modalities:
                of_modality.setdefault(modality, []).append(entry.id)
        return {drug.name: self._upwards([*drug.classes, *of_modality.get(drug.modality, [])]) for drug in self.drugs}

    def _upwards(self, ids: list[str]) -> tuple[DrugClass, ...]:
        seen: dict[str, DrugClass] = {}
        for class_id in ids:
            if class_id not in seen:
                seen[class_id] = self.classes[class_id]
                ids += self.classes[class_id].parents
        return tuple(seen.values())

    @cached_property
    def _members(self) -> dict[str, tuple[Drug, ...]]:
        members: dict[str, list[Drug]] = {}
        for drug in self.drugs:
            for entry in self._classes_by_drug[drug.name]:
                members.setdefault(entry.id, []).append(drug)
        return {class_id: tuple(found) for class_id, found in members.items()}

    def _without_salt(self, text: str) -> str | None:
        head, _, last = text.rpartition(" ")
        return head.rstrip() if head and last.casefold() in self._salts else None

    def _drug(self, row: DrugRow) -> Drug:
        mechanisms = tuple(self._mechanism(*pair.split(":", 1)) for pair in row.mechanisms)
        return Drug(row.name, row.aliases, mechanisms, row.classes, row.modality)

    def _class(self, row: DrugClassRow) -> DrugClass:
        mechanisms = tuple(self._mechanism(row.action or "other", target) for target in row.targets)
        return DrugClass(row.id, row.name, row.aliases, mechanisms, row.kind, row.parents, row.modalities)

    def _mechanism(self, action: str, target: str) -> KnownMechanism:
        return KnownMechanism(action, self.targets[target])


@cache
def load_knowledge() -> Knowledge:
    """Return the tables, read once."""
    return Knowledge()


def _target(row: TargetRow) -> Target:
    return Target(row.id, row.symbols, row.name, row.kind)


def _target_names(row: TargetRow) -> tuple[str, ...]:
    """Return the names of a target; its symbol is one where it stands for this target alone and can stand alone."""
    own = tuple(s for s in row.symbols if s.casefold() == row.id and len(s) > 2 and s not in row.context_names)
    return (row.name, *row.synonyms, *own)
