"""Cut a criterion into the tokens that numbers are read from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ..lexicons.rows.numeric import AnalyteRow, ScaleRow
from ..lexicons.rows.quantity import ComparatorRow

Head = AnalyteRow | ScaleRow

Kind = Literal["num", "power", "date", "phrase", "word", "id", "ord", "punct"]
NO_ROLES: frozenset[str] = frozenset()


@dataclass(slots=True)
class Token:
    """A token at ``text[start:end]`` with what the tables say of it; ``text`` is lower case.

    ``value`` is set for numbers, ``cmp`` for comparators, ``time`` for time units, ``heads`` for what is measured,
    ``anchor`` for points of the study; ``roles`` are those of the cue table.
    """

    kind: Kind
    start: int
    end: int
    text: str
    value: float | int | None = None
    cmp: ComparatorRow | None = None
    time: str | None = None
    heads: tuple[Head, ...] = ()
    anchor: str | None = None
    cue: str = ""
    roles: frozenset[str] = NO_ROLES
    spelled: bool = False
    roman: bool = False
    titre: bool = False

    @property
    def is_number(self) -> bool:
        """Whether the token is a number, in figures or spelled."""
        return self.value is not None


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_EXPONENT = r"\s?(?:\^|\*\*|\*|[eE])\s?[(\[{]?\s?[-−+]?\d{1,2}[)\]}]?"
_SUPERSCRIPT = r"[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}"
_BRACKETED = r"\s?[(\[]\s?[-−]?\d{1,2}\s?[)\]]"

# The order decides: what looks like a number but is none (dates, identifiers, ordinals) comes first.
TOKEN = re.compile(
    rf"""
    (?P<date>\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}\b
        |\b\d{{1,2}}[./]\d{{1,2}}[./](?:19|20)\d{{2}}\b
        |\b(?:0?[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2])/\d{{2}}\b
        |\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}[,\s]\s?(?:19|20)\d{{2}}\b
        |\b{_MONTH}\s(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s)?(?:19|20)\d{{2}}\b)
    |(?P<power>[x×X*✕·•]\s?10(?:{_EXPONENT}|{_SUPERSCRIPT}|{_BRACKETED}|[\s⁄]?[369](?=\s?/)|12(?=\s?/))
        |[x×X*]\s?1,?000(?=\s?/)
        |\b10(?:\s?\^\s?[(\[]?\s?[-−+]?\d{{1,2}}[)\]]?|\*\*?\d{{1,2}}(?!\d|\s?[\^*(⁰¹²³⁴⁵⁶⁷⁸⁹])|[eE]\d{{1,2}}\b|{_SUPERSCRIPT}|\(\d{{1,2}}\))
        |(?<=\d)[eE][-+]?\d{{1,2}}\b)
    |(?P<ord>\d+(?:st|nd|rd|th)\b)
    |(?P<id>\d{{1,3}}(?:,\d)?[-–](?-i:[A-Z][A-Z0-9\-])[\w\-]*|\d{{1,2}}[-–](?:hydroxy|oxo|alpha|beta|lead)\w*)
    |(?P<num>\d{{1,3}}(?:,\d{{3}})+(?![\d,])(?:\.\d+)?
        |\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?![\d.,])
        |\d+[.,·]\d+(?![.,]?\d)
        |\b0\.[ ]\d+(?=\s?[x×*])
        |\d+
        |(?<![\w.])\.\d+)
    |(?P<word>(?<!\d)[^\W\d_]+(?:['’][^\W\d_]+)?(?:[-–]?\d[\w+]*)*|[^\W\d_]+)
    |(?P<sign>\+\s?/\s?[-−]|[<>＜＞˂˃≤≥≦≧⩽⩾=＝_](?:\s?(?:/|or)?\s?[=＝<>_](?!\s?\d*\s?[<>]))?|≪|≫|±)
    |(?P<punct>[^\w\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_GLUE = re.compile(r"[^\W\d_]+")
_SPACES = re.compile(r"[\s\u00a0]+")


def number_value(text: str) -> float | int:
    """Return the value of a number as written (``12,000``, ``1 000``, ``1,5``, ``.5``)."""
    plain = _SPACES.sub("", text).replace("·", ".")
    if "," in plain:
        whole, _, last = plain.rpartition(",")
        grouped = "." in last or (len(last) == 3 and not whole.startswith("0"))
        plain = plain.replace(",", "" if grouped else ".")
    value = float(plain)
    return int(value) if value.is_integer() and "." not in plain else value


def _parts(text: str, end: int, stem: str, whole: str, glued: frozenset[str], dashed: frozenset[str]) -> bool:
    if text[end : end + 1].isdigit():
        return stem in glued and whole not in glued
    return stem in dashed and stem != whole


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺−", "0123456789-+-")


def _power_value(written: str) -> float:
    """Return the value of a bare power of ten (``10^-3``, ``10⁶``)."""
    digits = re.findall(r"-?\d+", written.translate(_SUPERSCRIPTS)[2:].replace(" ", ""))
    exponent = int(digits[0]) if digits else 0
    return float(10**exponent)


def raw_tokens(text: str, glued: frozenset[str], dashed: frozenset[str] = frozenset()) -> list[Token]:
    """Return the plain tokens of a text.

    A word in ``glued`` is parted from the number that follows it at once (``age18``), one in ``dashed`` also from a
    number behind a dash (``18 years-65 years``).
    """
    tokens: list[Token] = []
    position = 0
    while (match := TOKEN.search(text, position)) is not None:
        kind = match.lastgroup or "punct"
        start, position = match.span()
        if kind == "word" and any(char.isdigit() for char in match[0]):
            stem = _GLUE.match(match[0])
            if stem and _parts(text, start + len(stem[0]), stem[0].lower(), match[0].lower(), glued, dashed):
                position = start + len(stem[0])
            else:
                kind = "id"
        written = text[start:position]
        value = number_value(written) if kind == "num" else None
        if kind == "power" and written[0] == "1" and not (tokens and tokens[-1].kind == "num"):
            kind, value = "num", _power_value(written)
        if kind == "sign":
            kind, written = "punct", written.replace(" ", "")
        tokens.append(Token(kind, start, position, written.lower(), value))  # type: ignore[arg-type]
    return tokens
