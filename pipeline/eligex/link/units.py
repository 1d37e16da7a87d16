"""Read the unit that a text writes after a number, as a UCUM code.

``x 10^9/L``, ``K/uL``, ``cells per mm³``, ``mL/min/1.73 m2``, ``g/24 h`` and their like; the spellings are data
(``unit_spellings.csv``). A denominator that is not known stops the reading and is reported as ``dangling``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.numeric import UnitSpellingRow
from .ucum import unit

# Characters that are written in several ways; each maps to one character, so offsets stay.
_SAME = str.maketrans("μ²³¹⁻−–‑º˚ˆ\u00a0\u202f\u2009\n\t", "µ231---" + "-°°^     ")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_POWER = re.compile(
    r"""[x×X*✕·•∙⋅]?[ ]?10[ ]?
        (?: (?:[\^ˆ]|\*\*?|[eE])[ ]?[(\[{]?[ ]?(?P<sign>[-−–+]?\d{1,2})[ ]?[)\]}*^]?  # 10^9, 10**9, 10e9, 10^{9}
        | [(\[][ ]?(?P<bracket>[-−]?\d{1,2})[ ]?[)\]]                               # 10(9)
        | (?P<raised>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})                                        # 10⁹
        | [ ]?(?P<lost>[3469]|1[0-2])(?=[ ]?(?:/|per\b|(?:CD\d+\+?[ ]?)?(?:cells|copies|platelets)|[µu]L|L\b)))  # 109/L
      | [x×X*✕·][ ]?1[,. ]?(?P<zeros>000(?:[,. ]?000)?)(?![\d.,])                   # x 1000/mm3""",
    re.VERBOSE,
)
_OVER = re.compile(r"[ ]{0,2}[/⁄∕÷][ ]{0,2}(?:an?[ ])?|[ ]{0,2}\bper[ ]{1,2}(?:an?[ ])?", re.IGNORECASE)
_OVER_DAY = re.compile(r"[ ](?:in|over|during|within|every|each)[ ](?:a[ ])?(?=24|twenty)", re.IGNORECASE)
_TIMES = re.compile(r"[ ]?[·•.*∙⋅×][ ]?|[ ]")
_DANGLING = re.compile(r"[ ]?/[ ]?([A-Za-z][A-Za-z-]*)")
_LEAD = re.compile(r"[ ]{0,3}(?:-[ ]?)?")
_MAX_PARTS = 3
# No unit is longer than this many characters.
_REACH = 80

_FIRST = frozenset({"any", "weak", "top", "alone"})
_BELOW = frozenset({"any", "weak", "bottom"})
_INVERSE = frozenset({"inverse"})
_SUFFIX = frozenset({"suffix"})


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit written at ``text[start:end]``.

    ``weak``: a single letter or word that is easily something else ("C", "m", "d"). ``dangling``: the unknown word
    behind a slash that follows ("cycle" in ``mg/cycle``); the unit is then not the whole of what was written.
    """

    ucum: str
    dimension: str
    text: str
    start: int
    end: int
    weak: bool = False
    dangling: str = ""


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    rows: list[UnitSpellingRow] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """The parts read so far and where the reading stands."""

    end: int
    top: list[str] = field(default_factory=list)
    bottom: list[str] = field(default_factory=list)
    whole: bool = False
    weak: bool = False
    counted: bool = False

    def ucum(self) -> str:
        top = ".".join(code for code in self.top if code != "1")
        return top + "".join(f"/{code}" for code in self.bottom) or "1"


def parse_unit(text: str, position: int = 0) -> UnitMatch | None:
    """Return the longest unit written at ``text[position:]`` (leading blanks and one hyphen skipped), or None."""
    piece = text[position : position + _REACH]
    same = piece.translate(_SAME)
    start = _skip(same)
    reading = _Reading(start)
    _read_top(piece, same, reading)
    if not reading.whole:
        _read_bottom(same, reading)
    if reading.end == start or (not reading.bottom and reading.counted):
        return None
    ucum = reading.ucum()
    known = unit(ucum)
    if known is None:
        return None
    dangling = _DANGLING.match(same, reading.end)
    weak = reading.weak and not reading.bottom and len(reading.top) == 1
    end = position + reading.end
    return UnitMatch(
        ucum, known.dimension, piece[start : reading.end], position + start, end, weak, dangling[1] if dangling else ""
    )


def _skip(same: str) -> int:
    lead = _LEAD.match(same)
    return lead.end() if lead else 0


def _read_top(text: str, same: str, reading: _Reading) -> None:
    """Read multipliers and the numerator."""
    power = _POWER.match(text, reading.end)
    if power:
        reading.top.append(_power_code(power))
        reading.end = power.end()
    for _ in range(2):
        found = _longest(same, _blank(same, reading.end) if reading.top else reading.end, _FIRST)
        if found is None:
            return
        end, row = found
        reading.end = end
        if power and _is_volume(row.ucum):
            # "x 10^9 L": the slash was lost on the way.
            reading.bottom.append(row.ucum)
            return
        reading.top.append(row.ucum)
        if row.ucum.startswith("10*") and row.use == "top":
            reading.weak = len(row.spelling) == 1
            continue
        reading.whole = row.use == "alone"
        reading.weak = row.use == "weak"
        reading.counted = row.use == "top" and len(reading.top) == 1
        return


def _is_volume(ucum: str) -> bool:
    known = unit(ucum)
    return known is not None and known.dimension == "volume"


def _power_code(power: re.Match[str]) -> str:
    written = power["sign"] or power["bracket"] or power["raised"] or power["lost"]
    if written is None:
        return f"10*{sum(char == '0' for char in power['zeros'])}"
    return f"10*{int(written.translate(_SUPERSCRIPTS).replace('−', '-').replace('–', '-'))}"


def _read_bottom(same: str, reading: _Reading) -> None:
    """Read ``/kg``, ``per day``, ``min-1``, ``in 24 hours`` and ``daily`` behind the numerator."""
    for _ in range(_MAX_PARTS):
        step = _below(same, reading.end)
        if step is None and reading.top:
            step = _inverse(same, reading.end) or _suffix(same, reading.end)
        if step is None:
            return
        reading.end, code = step
        reading.bottom.append(code)


def _below(same: str, position: int) -> tuple[int, str] | None:
    over = _OVER.match(same, position) or _OVER_DAY.match(same, position)
    found = _longest(same, over.end(), _BELOW) if over else None
    return (found[0], found[1].ucum) if found else None


def _inverse(same: str, position: int) -> tuple[int, str] | None:
    times = _TIMES.match(same, position)
    found = _longest(same, times.end() if times else position, _INVERSE)
    return (found[0], found[1].ucum) if found else None


def _suffix(same: str, position: int) -> tuple[int, str] | None:
    found = _longest(same, position + 1, _SUFFIX) if same[position : position + 1] == " " else None
    return (found[0], found[1].ucum) if found else None


def _blank(same: str, position: int) -> int:
    return position + 1 if same[position : position + 1] == " " else position


def _longest(same: str, position: int, uses: frozenset[str]) -> tuple[int, UnitSpellingRow] | None:
    """Return (end, row) of the longest spelling at a position that may stand there and ends at a word's end."""
    best: tuple[int, UnitSpellingRow] | None = None
    node = _trie()
    end = position
    while end < len(same):
        char = same[end]
        following = node.next.get(char.lower())
        if following is None:
            break
        node = following
        end += 1
        while char == " " and end < len(same) and same[end] == " ":
            end += 1
        if node.rows and _ends_word(same, end):
            row = _fitting(node.rows, same[position:end], uses)
            best = (end, row) if row else best
    return best


def _ends_word(same: str, end: int) -> bool:
    return end == len(same) or not (same[end - 1].isalnum() and same[end].isalnum())


def _fitting(rows: list[UnitSpellingRow], written: str, uses: frozenset[str]) -> UnitSpellingRow | None:
    squeezed = _squeeze(written)
    # Below a slash a capital letter is no unit: PD-1/PD-L1, 100/D.
    allowed = [row for row in rows if row.use in uses and not (row.case and row.use == "weak" and uses is _BELOW)]
    exact = (row for row in allowed if row.case and _squeeze(row.spelling) == squeezed)
    return next(exact, None) or next((row for row in allowed if not row.case), None)


def _squeeze(written: str) -> str:
    return written.translate(_SAME).replace(" ", "")


@cache
def _trie() -> _Node:
    root = _Node()
    for row in read_table("unit_spellings.csv", UnitSpellingRow):
        for form in _forms(row.spelling):
            node = root
            for char in form:
                node = node.next.setdefault(char.lower(), _Node())
            if row not in node.rows:
                node.rows.append(row)
    return root


def _forms(spelling: str) -> Iterator[str]:
    """Yield the spelling with each of its blanks written or left out ("mm Hg", "mmHg")."""
    parts = spelling.translate(_SAME).split(" ")
    for gaps in itertools.product((" ", ""), repeat=len(parts) - 1):
        yield "".join(part + gap for part, gap in zip(parts, (*gaps, ""), strict=True))
