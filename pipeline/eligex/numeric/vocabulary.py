"""The tables as one trie over tokens: numbers are glued to words in trial text, so not one over letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.matcher import is_exact_case
from ..lexicons.rows.numeric import analytes, scales
from ..lexicons.rows.quantity import AnchorRow, ComparatorRow, CueRow, EventRow, NumberWordRow, TimeUnitRow
from .tokens import NO_ROLES, Head, Token, raw_tokens
from .words import word_list

_PLURAL_MIN = 5
_HYPHENS = frozenset("-‐‑–")


@dataclass(slots=True)
class Entry:
    """What the tables say of a phrase."""

    cmp: ComparatorRow | None = None
    time: str | None = None
    value: float | int | None = None
    heads: tuple[Head, ...] = ()
    anchor: str | None = None
    cue: str = ""
    roles: frozenset[str] = NO_ROLES
    exact: frozenset[str] = frozenset()
    """Spellings of which one must match exactly; empty when the case does not matter."""


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


# "and less" ends a number, "and less than" or "and under 75" opens the next.
_REOPENS = word_list("vocabulary.reopens")


class Vocabulary:
    """All phrases that matter to numbers."""

    def __init__(self, entries: Iterable[tuple[str, Entry]], glued: frozenset[str], times: frozenset[str]) -> None:
        self.glued = glued
        self.times = times
        self._root = _Node()
        for phrase, entry in entries:
            self._add(phrase, entry)

    def _add(self, raw: str, entry: Entry) -> None:
        phrase, exact = _read_case(raw)
        words = [token.text for token in raw_tokens(phrase, frozenset()) if token.text not in _HYPHENS] or [phrase]
        if exact:
            entry = replace(entry, exact=frozenset([_squeeze(phrase)]))
        for form in _plurals(words, exact):
            node = self._root
            for word in form:
                node = node.next.setdefault(word, _Node())
            node.entries.append(entry)

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of a text, phrases of the tables joined to one token each (longest first)."""
        raw = _joined_numbers(_signed(raw_tokens(text, self.glued, self.times)))
        merged: list[Token] = []
        index = 0
        while index < len(raw):
            end, entries = self._longest(text, raw, index)
            merged.append(_join(raw, index, end, entries) if entries else raw[index])
            index = max(end, index + 1)
        return merged

    def _longest(self, text: str, raw: list[Token], index: int) -> tuple[int, list[Entry]]:
        best: tuple[int, list[Entry]] = (index, [])
        node = self._root.next.get(raw[index].text)
        position = index + 1
        while node is not None:
            than = position < len(raw) and (
                raw[position].text in _REOPENS
                or raw[position].kind == "num"
                or (raw[position].text == "or" and position + 1 < len(raw) and raw[position + 1].text == "equal")
            )
            entries = [
                entry
                for entry in node.entries
                if _case_fits(entry, text, raw, index, position)
                and not (than and entry.cmp and entry.cmp.place == "suffix")
            ]
            if entries:
                best = (position, entries)
            if position < len(raw) and raw[position].text in _HYPHENS and raw[position].text not in node.next:
                position += 1
            if position >= len(raw):
                break
            node = node.next.get(raw[position].text)
            position += 1
        return best


_BEFORE_SIGN = frozenset("<>=≤≥(,") | {
    ">=",
    "<=",
    "to",
    "of",
    "and",
    "between",
    "than",
    "from",
    "is",
    "least",
    "most",
    "or",
    "below",
    "above",
}


def _signed(tokens: list[Token]) -> list[Token]:
    """Join a minus sign to its number where a dash cannot open the second half of a range."""
    joined: list[Token] = []
    for token in tokens:
        minus = joined[-1] if joined else None
        if (
            token.kind == "num"
            and minus is not None
            and minus.text in ("-", "−", "–")
            and minus.end == token.start
            and token.value is not None
            and len(joined) > 1
            and joined[-2].text in _BEFORE_SIGN
        ):
            joined[-1] = replace(token, start=minus.start, text="-" + token.text, value=-token.value)
        else:
            joined.append(token)
    return joined


def _joined_numbers(tokens: list[Token]) -> list[Token]:
    """Join titres (``1:80``) and weeks with days as obstetricians write them (``36 6/7``, ``24 + 0``, ``36+6``)."""
    joined: list[Token] = []
    index = 0
    while index < len(tokens):
        merged = _titre(tokens, index) or _fraction(tokens, index) or _sum(tokens, index)
        joined.append(merged[0] if merged else tokens[index])
        index += merged[1] if merged else 1
    return joined


def _titre(tokens: list[Token], index: int) -> tuple[Token, int] | None:
    part = tokens[index : index + 3]
    if len(part) < 3 or part[0].value != 1 or part[1].text != ":" or part[2].kind != "num":
        return None
    if part[0].end != part[1].start or part[1].end != part[2].start or not (part[2].value or 0) > 1:
        return None
    return replace(part[0], end=part[2].end, text="1:" + part[2].text, value=part[2].value, titre=True), 3


def _fraction(tokens: list[Token], index: int) -> tuple[Token, int] | None:
    part = tokens[index : index + 4]
    if len(part) == 4 and part[0].kind == part[1].kind == "num" and part[2].text in "/⁄" and part[3].value == 7:
        return _with_days(part[0], part[1], part[3]), 4
    return None


def _sum(tokens: list[Token], index: int) -> tuple[Token, int] | None:
    part = tokens[index : index + 4]
    if (
        len(part) == 4
        and part[0].kind == part[2].kind == "num"
        and part[1].text == "+"
        and part[3].text.startswith("w")
    ):
        return _with_days(part[0], part[2], part[2]), 3
    return None


def _with_days(weeks: Token, days: Token, last: Token) -> Token:
    assert weeks.value is not None
    assert days.value is not None
    value = weeks.value + round(days.value / 7, 2) if 0 < days.value < 7 else weeks.value
    return replace(weeks, end=last.end, value=value)


def _case_fits(entry: Entry, text: str, raw: list[Token], start: int, end: int) -> bool:
    return not entry.exact or _squeeze(text[raw[start].start : raw[end - 1].end]) in entry.exact


def _squeeze(text: str) -> str:
    return "".join(char for char in text if not char.isspace() and char not in _HYPHENS)


def _read_case(raw: str) -> tuple[str, bool]:
    if raw[0] in "=~" and len(raw) > 1 and raw[1].isalpha():
        return raw[1:], raw[0] == "="
    return raw, is_exact_case(raw)


def _plurals(words: list[str], exact: bool) -> Iterator[list[str]]:
    yield words
    last = words[-1]
    if not exact and sum(map(len, words)) >= _PLURAL_MIN and last[-1].isalpha() and last[-1] != "s":
        yield [*words[:-1], last + "s"]


def _join(raw: list[Token], start: int, end: int, entries: list[Entry]) -> Token:
    first = raw[start]
    token = Token(
        first.kind if end == start + 1 else "phrase",
        first.start,
        raw[end - 1].end,
        " ".join(token.text for token in raw[start:end]),
        first.value if end == start + 1 else None,
    )
    for entry in entries:
        token.cmp = token.cmp or entry.cmp
        token.time = token.time or entry.time
        if entry.value is not None:
            token.value, token.spelled = entry.value, True
        token.heads += entry.heads
        token.anchor = token.anchor or entry.anchor
        token.cue = token.cue or entry.cue
        token.roles |= entry.roles
    return token


def _entries() -> Iterator[tuple[str, Entry]]:
    for comparator in read_table("comparators.csv", ComparatorRow):
        yield comparator.phrase, Entry(cmp=comparator)
    for number in read_table("number_words.csv", NumberWordRow):
        yield number.phrase, Entry(value=int(number.value) if number.value.is_integer() else number.value)
    for unit in read_table("time_units.csv", TimeUnitRow):
        yield from ((alias, Entry(time=unit.unit)) for alias in unit.aliases)
    for cue in read_table("numeric_cues.csv", CueRow):
        yield cue.phrase, Entry(roles=frozenset(cue.roles), cue=cue.value)
    for anchor in read_table("anchors.csv", AnchorRow):
        yield from ((alias, Entry(anchor=anchor.name)) for alias in anchor.aliases)
    for event in read_table("count_events.csv", EventRow):
        roles = frozenset({"event", "bare_count"} if event.bare else {"event"})
        yield from ((alias, Entry(roles=roles)) for alias in event.aliases)
    for head in _heads():
        yield from ((alias, Entry(heads=(head,))) for alias in head.aliases)


def _heads() -> list[Head]:
    return [*analytes().values(), *scales().values()]


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of the shipped tables."""
    words = {alias.lower() for head in _heads() for alias in head.aliases}
    cues = {cue.phrase.lower() for cue in read_table("numeric_cues.csv", CueRow)}
    times = {alias.lower().lstrip("=~") for unit in read_table("time_units.csv", TimeUnitRow) for alias in unit.aliases}
    glued = frozenset(word.lstrip("=~") for word in words | cues if word.lstrip("=~").isalnum() and len(word) > 1)
    return Vocabulary(_entries(), glued, frozenset(times))
