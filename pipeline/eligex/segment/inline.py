"""Lists inside a paragraph: "1) ...; 2) ...", bullets in a row, semicolons, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from .labels import roman_value
from .spans import bracketed, inside
from .tables import alternation, words

_MARK = re.compile(
    r"""\((?P<paren>\d{1,2}|[a-zA-Z]|[ivx]{2,4})\)
      | (?<![\w(/,-])(?<!\d\.)(?!i\.\s?e\.|e\.\s?g\.)
        (?P<closed>\d{1,2}|[a-zA-Z]|[ivx]{2,4})(?P<close>\)\.?(?!\d)|\)|[.、](?!\d)(?=\s|[A-Z]))
      | (?<![\w(/,.-])(?P<dashed>\d{1,2})(?:[ ]?[-–](?=[A-Z][a-z])|[ ]?[-–][ ](?=[A-Z]))
      | (?P<circled>[①-⑳])""",
    re.VERBOSE,
)
_BULLET = re.compile(r"[•●▪◦○][ \t]*(?=\S)|(?:(?<=\s)|(?<=^))[-–*o][ \t]+(?=[A-Z≥≤<>\d])")
# "criteria 1), 2) and 3)" names items, it does not open them.
_NAMED = re.compile(r"\s*(?:[,)]|(?:and|or|to)\s+\(?(?:\d{1,2}|[a-zA-Z])[).])")
_SEMICOLON = re.compile(r"[;；]\s*(?=\S)")
_SENTENCE = re.compile(r"(?<=[.!?。])[\"')\]]?(?:\s+(?=[A-Z(\"“])|(?<=。)(?=\S))")

# Shorter pieces before a stop are abbreviations no table lists.
_MIN_SENTENCE = 8


@cache
def _abbreviated() -> re.Pattern[str]:
    return re.compile(rf"(?:\b(?:{alternation(words('abbreviation'))}|[A-Z])\.)$")


@cache
def _opens_list() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[:;：；.。,，(\n]|\b(?:{alternation(words('opens_list'))}))\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Mark:
    """A list label inside a line: offsets, style and number."""

    start: int
    end: int
    style: str
    value: int


def marks(text: str, start: int, end: int) -> list[Mark]:
    """Return what may be list labels inside ``text[start:end]``, outside brackets."""
    brackets = None
    found: list[Mark] = []
    for match in _MARK.finditer(text, start, end):
        if brackets is None:
            brackets = [b for b in bracketed(text, start, end) if b[1] - b[0] > 4]
        if not inside(brackets, match.start()) and not _NAMED.match(text, match.end(), end):
            found.extend(Mark(match.start(), match.end(), style, value) for style, value in _readings(match))
    return found


def _readings(match: re.Match[str]) -> Iterable[tuple[str, int]]:
    if match["circled"]:
        return [("①", ord(match["circled"]) - 0x2460 + 1)]
    if match["dashed"]:
        return [("1-", int(match["dashed"]))]
    body = match["paren"] or match["closed"]
    form = "({})" if match["paren"] else "{}" + match["close"][0]
    if body.isdigit():
        return [(form.format("1"), int(body))]
    found = [(form.format("i"), roman_value(body))] if roman_value(body) else []
    return [*found, (form.format("a" if body.islower() else "A"), ord(body.lower()) - 96)] if len(body) == 1 else found


def enumeration(text: str, start: int, end: int, style: str, value: int) -> list[Mark]:
    """Return the labels of the outermost numbered list in ``text[start:end]``: two or more in sequence.

    With the style and number of the line's own label, its successors are looked for first ("1. ... 2. ... 3. ...").
    """
    found = marks(text, start, end)
    if value:
        follow = _sequence(found, style, value + 1)
        if follow:
            return follow
    for chain in sorted(_chains(found), key=lambda chain: chain[0].start):
        first = chain[0].start
        if len(chain) >= 3 or _opens_list().search(text, max(start, first - 14), first):
            return chain
    return []


def _chains(found: list[Mark]) -> list[list[Mark]]:
    """Return for each style its first run 1, 2, ... of two or more."""
    chains: dict[str, list[Mark]] = {}
    for mark in found:
        chain = chains.setdefault(mark.style, [])
        if mark.value == len(chain) + 1:
            chain.append(mark)
        elif mark.value == 1 and len(chain) == 1:
            chain[0] = mark
    return [chain for chain in chains.values() if len(chain) >= 2]


def _sequence(found: list[Mark], style: str, value: int) -> list[Mark]:
    """Return marks of one style numbered on from ``value``."""
    chain: list[Mark] = []
    for mark in found:
        if mark.style == style and mark.value == value + len(chain):
            chain.append(mark)
    return chain


def bullets(text: str, start: int, end: int, style: str) -> list[Mark]:
    """Return inline bullets: two or more of a kind, or one more of the line's own."""
    found = [Mark(m.start(), m.end(), m[0].strip(), 0) for m in _BULLET.finditer(text, start, end)]
    dots = [mark for mark in found if mark.style not in "-–*"]
    if dots:
        return dots if len(dots) > 1 or style == dots[0].style else []
    same = [mark for mark in found if mark.style == (style or found[0].style)]
    opened = bool(same) and (style == same[0].style or not text[start : same[0].start].rstrip(" :\n"))
    return same if opened and len(same) >= 2 else []


def semicolon_starts(text: str, start: int, end: int) -> list[int]:
    """Return where the parts of a semicolon list begin (one part: no list)."""
    brackets = bracketed(text, start, end)
    return [start, *(m.end() for m in _SEMICOLON.finditer(text, start, end) if not inside(brackets, m.start()))]


def sentence_starts(text: str, start: int, end: int) -> list[int]:
    """Return where sentences begin."""
    brackets = bracketed(text, start, end)
    starts = [start]
    for match in _SENTENCE.finditer(text, start, end):
        stop = text[max(start, match.start() - 8) : match.start()]
        long_enough = match.start() - starts[-1] >= _MIN_SENTENCE
        if long_enough and not _abbreviated().search(stop) and not inside(brackets, match.start()):
            starts.append(match.end())
    return starts
