"""Read the unit that a text writes after a number, as a UCUM code.

``x 10^9/L``, ``K/uL``, ``cells per mm³``, ``mL/min/1.73 m2``, ``g/24 h`` and their like; the spellings are data
(``unit_spellings.csv``). A denominator that is not known stops the reading and is reported as ``dangling``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .spellings import BELOW, FIRST, INVERSE, SAME, SUFFIX, longest
from .ucum import unit

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
_OVER = re.compile(
    r"[ ]{0,2}[/⁄∕÷][ ]{0,2}(?:an?[ ])?|[ ]{0,2}\bper[ ]{1,2}(?:an?[ ])?|[ ]?[*·][ ]?(?=1[.,]73)", re.IGNORECASE
)
_OVER_DAY = re.compile(r"[ ](?:in|over|during|within|every|each)[ ](?:a[ ])?(?=24|twenty)", re.IGNORECASE)
_TIMES = re.compile(r"[ ]?[·•.*∙⋅×][ ]?|[ ]")
_DANGLING = re.compile(r"[ ]?/[ ]?([A-Za-z][A-Za-z-]*)")
# A hard-wrapped line goes on under an indent.
_LEAD = re.compile(r"[ ]{0,16}(?:-[ ]?)?")
_MAX_PARTS = 3
# No unit is longer than this many characters.
_REACH = 80


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
    same = piece.translate(SAME)
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
        found = longest(same, _blank(same, reading.end) if reading.top else reading.end, FIRST)
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
    found = longest(same, over.end(), BELOW) if over else None
    return (found[0], found[1].ucum) if found else None


def _inverse(same: str, position: int) -> tuple[int, str] | None:
    times = _TIMES.match(same, position)
    found = longest(same, times.end() if times else position, INVERSE)
    return (found[0], found[1].ucum) if found else None


def _suffix(same: str, position: int) -> tuple[int, str] | None:
    found = longest(same, position + 1, SUFFIX) if same[position : position + 1] == " " else None
    return (found[0], found[1].ucum) if found else None


def _blank(same: str, position: int) -> int:
    return position + 1 if same[position : position + 1] == " " else position
