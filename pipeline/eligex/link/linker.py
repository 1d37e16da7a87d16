"""From a mention to a concept, or to none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..drugs.knowledge import load_knowledge
from .candidates import Candidate, Candidates
from .concepts import Concept, Group
from .forms import load_forms
from .kb import Entry, KnowledgeBase
from .near import SLIP_MIN, differ_by_slips
from .readings import Reading, broader, is_generic, readings

_CACHE = 1 << 16
_NO_ABBREVIATIONS: Mapping[str, str] = {}
# Sorts of a name within a rank: our own, a concept's name, one of its other names.
_SORTS = 4
_SAID, _OTHER_NAME, _MOST = 0, 2, 63
_SHORTEST = 3
_NEAR_WORDS = 6
_NEAR_KINDS = frozenset({"condition", "drug"})


@dataclass(frozen=True, slots=True)
class Link:
    """The concept of a mention, the phrase it was found by, how, and how near (1 for an equal name)."""

    concept: Concept
    phrase: str
    how: str
    score: float = 1.0


class Linker:
    """Links mentions of conditions, drugs, procedures and measurements; remembers what it was asked."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.candidates = Candidates(kb)
        self._forms = load_forms()
        self._linked = lru_cache(_CACHE)(self._link)

    @classmethod
    def load(cls, folder: Path) -> Linker:
        """Return a linker over a built vocabulary; raise ConfigError where there is none."""
        return cls(KnowledgeBase.load(folder))

    def link(self, mention: str, kind: str, abbreviations: Mapping[str, str] = _NO_ABBREVIATIONS) -> Link | None:
        """Return the concept of a mention of a kind, or None where no name, order of words or slip leads to one.

        ``abbreviations`` are the short forms that the mention's text defines, with their long forms.
        """
        said = tuple((short, long) for short, long in abbreviations.items() if short in mention)
        return self._linked(mention, kind, said)

    def near(self, mention: str) -> list[Candidate]:
        """Return the concepts whose names look like a mention, for a reader; most are not what it means."""
        return self.candidates(" ".join(self._forms.words(mention)))

    def _link(self, mention: str, kind: str, abbreviations: tuple[tuple[str, str], ...]) -> Link | None:
        found = list(readings(mention, kind, dict(abbreviations)))
        for reading in found:
            if link := self._named(reading, kind):
                return link
        slipped = (link for reading in found if kind in _NEAR_KINDS and (link := self._slipped(reading, kind)))
        return next(slipped, None) or self._broader(mention, kind)

    def _broader(self, mention: str, kind: str) -> Link | None:
        """Return the concept of which the mention is a sort; of drugs only what our own tables name."""
        if kind != "drug":
            return next((link for reading in broader(mention) if (link := self._named(reading, kind))), None)
        for reading in broader(mention):
            if (number := self._said(reading.text, kind)) is not None:
                return self._as_link(number, reading, "alias table")
        known = (reading for reading in broader(mention, least=1) if load_knowledge().drug(reading.text))
        return next((self._named(reading, kind) for reading in known), None)

    def _named(self, reading: Reading, kind: str) -> Link | None:
        number = self._said(reading.text, kind)
        if number is not None:
            return self._as_link(number, reading, "alias table")
        if kind == "drug" and self._said(reading.text, "condition") is not None:
            return None  # COVID-19 is no drug, though the register of substances has its virus
        if kind == "drug" and (drug := load_knowledge().drug(reading.text)):
            number = self.kb_name(drug.name, "drug")
            return self._as_link(number, reading, "drug table") if number is not None else None
        if kind == "drug" and load_knowledge().target(reading.text):
            return None  # a target is no drug, whatever substance bears its name in a register
        for number, how in self._by_form(reading.text, kind):
            return self._as_link(number, reading, how)
        return None

    def _said(self, text: str, kind: str) -> int | None:
        """Return the concept that the alias table says."""
        key = self._forms.key(self._forms.words(text))
        entries = (*self.kb.keys.find(f"={text}"), *self.kb.keys.find(key))
        return self._best([entry for entry in entries if entry.rank == _SAID], kind)

    def _by_form(self, text: str, kind: str) -> Iterator[tuple[int, str]]:
        words = self._forms.words(text)
        key = self._forms.key(words)
        if len(key) < _SHORTEST or is_generic(words):
            return
        number = self._best(self.kb.keys.find(key), kind)
        if number is not None:
            yield number, ""
        elif kind != "drug" and len(words) > 1:
            number = self._best(self.kb.bags.find(self._forms.bag(words)), kind)
            if number is not None:
                yield number, "order of words"

    def kb_name(self, name: str, kind: Group) -> int | None:
        """Return the number of the concept of that name."""
        return self._best(self.kb.keys.find(self._forms.key(self._forms.words(name))), kind)

    def _best(self, entries: list[Entry], kind: str) -> int | None:
        """Return the best concept of the kind; None where two are equally good, as the name does not tell them apart.

        A heading outside the groups counts by its own name only, for drugs only where the alias table says so.
        """
        fitting = [entry for entry in entries if self.kb.group(entry.concept) == kind]
        if not fitting and kind != "measurement":
            most = _SAID if kind == "drug" else _SORTS * _MOST
            fitting = [
                entry
                for entry in entries
                if self.kb.group(entry.concept) == "other" and entry.rank % _SORTS < _OTHER_NAME and entry.rank <= most
            ]
        if not fitting or (len(fitting) > 1 and fitting[0].rank == fitting[1].rank):
            return None
        return fitting[0].concept

    def _slipped(self, reading: Reading, kind: str) -> Link | None:
        """Return the one concept a misspelt name means; a name whose words are all known is not misspelt."""
        words = self._forms.words(reading.text)
        if len(words) > _NEAR_WORDS or not self._is_misspelt(words):
            return None
        most = 1 if kind == "drug" else 2
        near = [
            candidate
            for candidate in self.candidates(" ".join(words))
            if self.kb.group(candidate.concept) == kind
            and differ_by_slips(words, candidate.name.split(), self.kb.is_word, most)
        ]
        best = self._only(near)
        return self._as_link(best.concept, reading, "spelling", best.score) if best else None

    def _is_misspelt(self, words: list[str]) -> bool:
        """Tell whether one word, long enough to be told from its neighbours, is none of any vocabulary."""
        unknown = [word for word in words if not self.kb.is_word(word)]
        return len(unknown) == 1 and len(unknown[0]) >= SLIP_MIN and unknown[0].isalpha()

    def _only(self, near: list[Candidate]) -> Candidate | None:
        """Return the nearest candidate; None where another name is as near and names something else."""
        tied = [candidate for candidate in near if candidate.score == near[0].score]
        names = {candidate.name for candidate in tied}
        return tied[0] if len(names) == 1 else None

    def _as_link(self, number: int, reading: Reading, how: str, score: float = 1.0) -> Link:
        said = ", ".join(part for part in (reading.how if reading.how != "name" else "", how) if part)
        return Link(self.kb.concept(number), reading.text, said or "name", score)
