"""Find many phrases in a text at once (Aho-Corasick), by the alias case rule of the tables.

An alias matches whatever its case, except a short one in capitals (ALT, PsA, INR), which must match exactly.
A leading ``=`` asks for the exact case of a longer alias, a leading ``~`` frees a short one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

P = TypeVar("P")

_SHORT = 5
# A plural -s is only read after words of some length: "ALTs" yes by its own alias, "iss" never.
_PLURAL_MIN = 5


@dataclass(frozen=True, slots=True)
class Match(Generic[P]):
    """A phrase found at ``text[start:end]``."""

    start: int
    end: int
    alias: str
    payload: P


def is_exact_case(alias: str) -> bool:
    """Tell whether an alias is an acronym by its shape: at most 5 characters, two capitals or no small letter."""
    capitals = sum(char.isupper() for char in alias)
    return len(alias) <= _SHORT and capitals > 0 and (capitals >= 2 or not any(char.islower() for char in alias))


def lower_same_length(text: str) -> str:
    """Lower-case without changing offsets (``İ`` would grow)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


@dataclass(frozen=True, slots=True)
class _Entry(Generic[P]):
    alias: str
    exact: bool
    payload: P


class PhraseIndex(Generic[P]):
    """An index of (alias, payload) pairs; several payloads may share an alias."""

    def __init__(self, phrases: Iterable[tuple[str, P]]) -> None:
        self._entries: list[list[_Entry[P]]] = []
        keys: dict[str, int] = {}
        for raw, payload in phrases:
            alias, exact = _read_case(raw)
            for form in _forms(alias, exact):
                key = lower_same_length(form)
                slot = keys.setdefault(key, len(keys))
                if slot == len(self._entries):
                    self._entries.append([])
                self._entries[slot].append(_Entry(form, exact, payload))
        self._automaton = AhoCorasick(list(keys)) if keys else None

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, text: str, lowered: str | None = None) -> list[Match[P]]:
        """Return whole-word matches, leftmost-longest, in order; one match a payload."""
        taken = 0
        found: list[Match[P]] = []
        for start, end, slot in self._words(text, lower_same_length(text) if lowered is None else lowered):
            if start < taken:
                continue
            hits = list(self._hits(text, slot, start, end))
            if hits:
                taken = end
                found += hits
        return found

    def _words(self, text: str, lowered: str) -> list[tuple[int, int, int]]:
        """Return (start, end, slot) of every whole-word occurrence, at each start the longest first."""
        if self._automaton is None:
            return []
        spans = self._automaton.find_matches_as_indexes(lowered, overlapping=True)
        words = [(start, end, slot) for slot, start, end in spans if _is_word(lowered, start, end)]
        words.sort(key=lambda span: (span[0], -span[1]))
        return words

    def _hits(self, text: str, slot: int, start: int, end: int) -> Iterator[Match[P]]:
        found = text[start:end]
        for entry in self._entries[slot]:
            if not entry.exact or entry.alias == found:
                yield Match(start, end, entry.alias, entry.payload)


def _read_case(raw: str) -> tuple[str, bool]:
    if raw[:1] == "=":
        return raw[1:], True
    if raw[:1] == "~":
        return raw[1:], False
    return raw, is_exact_case(raw)


def _forms(alias: str, exact: bool) -> Iterator[str]:
    yield alias
    if not exact and len(alias) >= _PLURAL_MIN and alias[-1].isalpha() and alias[-1] not in "sS":
        yield alias + "s"


def _is_word(text: str, start: int, end: int) -> bool:
    if start and text[start].isalnum() and text[start - 1].isalnum():
        return False
    return end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
