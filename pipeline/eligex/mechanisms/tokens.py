"""Sentences of a passage and their tokens, bracketed asides set apart from the main line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..lexicons.matcher import lower_same_length
from ..lexicons.rows.mechanisms import ActionRow
from .words import NOTHING, Words

_DASH = r"\-‐‑–"
_TOKEN = re.compile(rf"[^\W_]+(?:(?:['’.{_DASH}]|(?<=\d),(?=\d{{3}}))[^\W_]+)*\+?|[{_DASH}]\d+\b|[^\s\w]")
# "CD20-directed", "IL-6-induced": the part behind the last hyphen is a word of its own.
_TAILED = re.compile(rf"(.+?)[{_DASH}]([A-Za-z]{{3,}})")
_PREFIXED = re.compile(rf"(?:[Aa]nti|ANTI)(?:[{_DASH}]+(?=\w)|(?=[A-Z0-9]))")
_BREAK = re.compile(
    r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9•*])|\n\s*\n|\n(?=\s*(?:[-*•]|\d{1,2}[.)])\s)|(?<=[a-z]{2}\.)(?=[A-Z][a-z])"
)
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|vs|approx|cf|Dr|al|No|Fig|resp|ca|incl|St|Inc|Co|Ltd|U\.S)|\b[A-Z])\.$")
_OWN_WORDS = {"participle", "molecular_head", "conjunction"}
_OPEN, _CLOSE = "([", ")]"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, fixed phrase or sign at ``text[start:end]`` of its passage."""

    text: str
    lower: str
    start: int
    end: int
    kinds: frozenset[str] = NOTHING
    actions: tuple[ActionRow, ...] = ()
    joined: bool = False
    """A hyphen joins the word to the one before it."""

    def is_a(self, *categories: str) -> bool:
        """Tell whether the word is in one of the categories."""
        return any(category in self.kinds for category in categories)

    def acts(self, *roles: str) -> ActionRow | None:
        """Return the action the word can express in one of the roles."""
        return next((row for row in self.actions if row.role in roles), None)


@dataclass(frozen=True, slots=True)
class Line:
    """Tokens that read on without their bracketed asides; ``asides`` hang before the token at their index."""

    tokens: tuple[Token, ...]
    asides: tuple[tuple[int, Line], ...] = ()


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each sentence."""
    start = 0
    for match in _BREAK.finditer(text):
        if _ABBREVIATION.search(text, max(start, match.start() - 8), match.start()):
            continue
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def read_line(text: str, start: int, end: int, words: Words) -> Line:
    """Return the tokens of ``text[start:end]``, fixed phrases merged, asides apart."""
    flat = _merge(text, list(_split(text, start, end, words)), words)
    line, _ = _nest(flat, 0)
    return line


def _split(text: str, start: int, end: int, words: Words) -> Iterator[tuple[int, int]]:
    for match in _TOKEN.finditer(text, start, end):
        first, last = match.span()
        prefix = _PREFIXED.match(text, first, last)
        if prefix and prefix.end() < last and lower_same_length(text[first:last]) not in words.categories:
            yield first, prefix.end()
            first = prefix.end()
        yield from _tails(text, first, last, words)


def _tails(text: str, first: int, last: int, words: Words) -> Iterator[tuple[int, int]]:
    tail = _TAILED.fullmatch(text, first, last)
    if tail is None or text[first:last].lower() in words.categories or text[first:last].lower() in words.actions:
        yield first, last
        return
    behind = tail[2].lower()
    if not tail[2].islower() and not any(row.role == "agent" for row in words.actions.get(behind, ())):
        yield first, last
        return
    if words.kinds(behind) & _OWN_WORDS or behind in words.actions:
        yield first, tail.end(1)
        yield tail.start(2), last
    else:
        yield first, last


def _merge(text: str, spans: list[tuple[int, int]], words: Words) -> list[Token]:
    lowers = [lower_same_length(text[a:b]) for a, b in spans]
    tokens: list[Token] = []
    index = 0
    while index < len(spans):
        size = next(
            (len(p) for p in words.phrases.get(lowers[index], ()) if tuple(lowers[index : index + len(p)]) == p), 1
        )
        first, last = spans[index][0], spans[index + size - 1][1]
        lower = " ".join(lowers[index : index + size])
        # "A" within a sentence is part of a name (aminopeptidase A), not the article.
        kinds = NOTHING if text[first:last] == "A" and tokens else words.kinds(lower)
        joined = bool(tokens) and tokens[-1].end + 1 == first and text[first - 1] in "-‐‑–"
        tokens.append(Token(text[first:last], lower, first, last, kinds, words.actions.get(lower, ()), joined))
        index += size
    return tokens


def _nest(flat: list[Token], index: int, depth: int = 0) -> tuple[Line, int]:
    tokens: list[Token] = []
    asides: list[tuple[int, Line]] = []
    while index < len(flat):
        token = flat[index]
        if token.text in _CLOSE and depth:
            return Line(tuple(tokens), tuple(asides)), index + 1
        if token.text in _OPEN and _closes(flat, index):
            aside, index = _nest(flat, index + 1, depth + 1)
            asides.append((len(tokens), aside))
            continue
        tokens.append(token)
        index += 1
    return Line(tuple(tokens), tuple(asides)), index


def _closes(flat: list[Token], index: int) -> bool:
    depth = 0
    for token in flat[index:]:
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if depth == 0:
            return True
    return False
