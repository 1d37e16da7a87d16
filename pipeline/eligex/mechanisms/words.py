"""The tables of mechanism words, indexed by word form."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from ..lexicons.loader import read_table
from ..lexicons.matcher import lower_same_length
from ..lexicons.rows.mechanisms import ActionRow, WordRow

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """What each lower-case word or fixed phrase may be."""

    categories: dict[str, frozenset[str]]
    actions: dict[str, tuple[ActionRow, ...]]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    """First word of a fixed phrase to the phrases it opens, longest first."""
    triggers: AhoCorasick
    """Finds action words in lower-case text; a sentence without one is never parsed."""

    def kinds(self, lower: str) -> frozenset[str]:
        """Return the categories of a word."""
        return self.categories.get(lower, NOTHING)

    def triggered(self, text: str) -> list[int]:
        """Return where action words start in a text, in order."""
        lowered = lower_same_length(text)
        found = self.triggers.find_matches_as_indexes(lowered)
        return [start for _, start, end in found if _is_word(lowered, start, end)]


@cache
def load_words() -> Words:
    """Return the tables, read once."""
    categories: dict[str, set[str]] = defaultdict(set)
    for row in read_table("mechanism_words.csv", WordRow):
        for word in row.words:
            categories[word].add(row.category)
    actions: dict[str, list[ActionRow]] = defaultdict(list)
    for action in read_table("mechanism_actions.csv", ActionRow):
        for form in action.forms:
            actions[form].append(action)
    return Words(
        {word: frozenset(found) for word, found in categories.items()},
        {form: tuple(rows) for form, rows in actions.items()},
        _phrases([*categories, *actions]),
        _triggers(actions),
    )


def _is_word(text: str, start: int, end: int) -> bool:
    if start and text[start - 1].isalnum():
        return False
    return end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())


def _phrases(words: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    opened: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for word in words:
        parts = tuple(word.split(" "))
        if len(parts) > 1:
            opened[parts[0]].add(parts)
    return {first: tuple(sorted(found, key=lambda p: (-len(p), p))) for first, found in opened.items()}


def _triggers(actions: dict[str, list[ActionRow]]) -> AhoCorasick:
    forms = {form for form, rows in actions.items() if any(row.role not in ("antibody", "adverb") for row in rows)}
    # "active" and "acts" are everywhere; what they open is found by their other words.
    words = {form.split(" ")[0] for form in forms} - {"active", "act", "acts", "activity"}
    return AhoCorasick(sorted({*words, "antibody", "antibodies"}), matchkind=MatchKind.LeftmostLongest)
