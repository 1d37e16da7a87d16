"""Rewrite odd characters, Markdown escapes, HTML entities and tags, and ways to write ≥ and ≤."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html.entities import html5

from ..lexicons.loader import read_table
from ..lexicons.rows.sources import CharacterRow, TagRow
from .offsets import Edit

Found = tuple[int, str] | None
"""Where the rewritten stretch ends, and what replaces it; None leaves the sign as it is."""

# ClinicalTrials.gov API v2 serves Markdown: every sign that Markdown knows comes escaped.
_ESCAPE = re.compile(r"""\\[\\`*_{}\[\]()#+\-.!<>=~|^&$%"'/:;,?@]""")
_ENTITY = re.compile(r"&(?:amp;)*(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")
# What R prints for a character that its encoding lacks.
_CODE_POINT = re.compile(r"<U\+([0-9A-F]{4,6})>")
_COMPARISON = re.compile(r"(?P<sign>[<>])(?:\s?/\s?=|\s?or\s?=| =)|=\s?/\s?(?P<late>[<>])|=(?P<swapped>[<>])(?=\s?\d)")
_POWER_OF_TEN = re.compile(r"(?<![\d.,])10\s?\Z")
_METRE = re.compile(r"(?:\A|[^A-Za-z])[kcdmµμ]?m\Z")
_FRACTIONS = {"¼": "25", "½": "5", "¾": "75"}
_FULL_WIDTH = 0xFEE0  # U+FF01..U+FF5E mirror ASCII at this distance
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_EM_DASH = frozenset("—")
_LONGEST_RUN = 6
_LONGEST_COMMENT = 2000
_PLAIN_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_TAG_TEXT = {"nothing": "", "space": " ", "line": "\n", "bullet": "\n- "}


@dataclass(frozen=True, slots=True)
class Rewriter:
    """Finds the signs that may need rewriting with one character class, then asks the rule of each sign."""

    signs: re.Pattern[str]
    rules: dict[str, tuple[Callable[[str, int], Found], ...]]

    @staticmethod
    @cache
    def default() -> Rewriter:
        """Return the rewriter of the shipped tables."""
        return _build()

    def edits(self, text: str) -> list[Edit]:
        """Return the edits that clean ``text``."""
        return list(self._edits(text))

    def _edits(self, text: str) -> Iterator[Edit]:
        done = 0
        for match in self.signs.finditer(text):
            start = match.start()
            if start < done:
                continue
            for rule in self.rules[match.group()]:
                found = rule(text, start)
                if found is not None:
                    done = found[0]
                    yield start, done, found[1]
                    break


def _build() -> Rewriter:
    table = {row.source: row.text for row in read_table("normalise_characters.csv", CharacterRow)}
    table |= {chr(code): chr(code - _FULL_WIDTH) for code in range(0xFF01, 0xFF5F) if chr(code) not in table}
    tag = _tag_rule(read_table("normalise_tags.csv", TagRow))
    rules: dict[str, tuple[Callable[[str, int], Found], ...]] = {
        "\\": (_escape,),
        "&": (tag, _entity_rule(table)),
        "<": (tag, _comment, _code_point_rule(table), _comparison),
        ">": (_comparison,),
        "=": (_comparison,),
        "\r": (_carriage_return,),
        "—": (_em_dash,),
        **dict.fromkeys(_SUPERSCRIPTS, (_superscript,)),
        **dict.fromkeys(_FRACTIONS, (_fraction,)),
    }
    for source in sorted(table, key=len):
        rules[source[0]] = (_literal(source, table[source]), *rules.get(source[0], ()))
    return Rewriter(re.compile(f"[{re.escape(''.join(sorted(rules)))}]"), rules)


def _literal(source: str, text: str) -> Callable[[str, int], Found]:
    end = len(source)
    if end == 1:
        return lambda _, start: (start + 1, text)
    return lambda whole, start: (start + end, text) if whole.startswith(source, start) else None


def _escape(text: str, start: int) -> Found:
    match = _ESCAPE.match(text, start)
    return (match.end(), match.group()[1]) if match else None


def _entity_rule(table: dict[str, str]) -> Callable[[str, int], Found]:
    def entity(text: str, start: int) -> Found:
        match = _ENTITY.match(text, start)
        if not match:
            return None
        decimal, hexadecimal, name = match.groups()
        char = html5.get(f"{name};", "") if name else _character(int(decimal or hexadecimal, 10 if decimal else 16))
        return (match.end(), table.get(char, char)) if char else None

    return entity


def _code_point_rule(table: dict[str, str]) -> Callable[[str, int], Found]:
    def code_point(text: str, start: int) -> Found:
        match = _CODE_POINT.match(text, start)
        char = _character(int(match[1], 16)) if match else ""
        return (match.end(), table.get(char, char)) if match and char else None

    return code_point


def _character(code: int) -> str:
    valid = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if valid else ""


def _tag_rule(rows: tuple[TagRow, ...]) -> Callable[[str, int], Found]:
    tags = {row.tag: row for row in rows}
    attribute = r"""(?:\s+[\w:-]{1,40}\s*=\s*(?:"[^"<>]{0,300}"|'[^'<>]{0,300}'|[^\s<>"']{1,300})){0,8}"""
    names = "|".join(sorted(tags, key=len, reverse=True))
    pattern = re.compile(rf"(?:<|&lt;)(/?)({names}){attribute}\s*/?\s*(?:>|&gt;)", re.IGNORECASE | re.ASCII)

    def tag(text: str, start: int) -> Found:
        match = pattern.match(text, start)
        if not match:
            return None
        row = tags[match.group(2).lower()]
        return match.end(), _tag_text(text, match, row.close if match.group(1) else row.open)

    return tag


def _tag_text(text: str, match: re.Match[str], stands_for: str) -> str:
    if stands_for == "power":
        return "^" if _POWER_OF_TEN.search(text, max(0, match.start() - 4), match.start()) else ""
    if stands_for == "line" and text[match.end() : match.end() + 1] in ("\r", "\n", ""):
        return ""
    return _TAG_TEXT[stands_for]


def _comment(text: str, start: int) -> Found:
    end = text.find("-->", start, start + _LONGEST_COMMENT) if text.startswith("<!--", start) else -1
    return (end + 3, "") if end >= 0 else None


def _comparison(text: str, start: int) -> Found:
    match = _COMPARISON.match(text, start)
    if not match:
        return None
    sign = match["sign"] or match["late"] or match["swapped"]
    return match.end(), "≥" if sign == ">" else "≤"


def _carriage_return(text: str, start: int) -> Found:
    return (start + 2, "\n") if text[start + 1 : start + 2] == "\n" else (start + 1, "\n")


def _run_end(text: str, start: int, signs: frozenset[str]) -> int:
    end = start + 1
    while text[end : end + 1] in signs and end - start < _LONGEST_RUN:
        end += 1
    return end


def _em_dash(text: str, start: int) -> Found:
    end = _run_end(text, start, _EM_DASH)
    between_numbers = text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()
    return (end, "-") if between_numbers else None


def _superscript(text: str, start: int) -> Found:
    end = _run_end(text, start, _SUPERSCRIPTS)
    plain = text[start:end].translate(_PLAIN_POWERS)
    if _POWER_OF_TEN.search(text, max(0, start - 5), start):
        return end, f"^{plain}"
    # A digit behind any other word may be the mark of a footnote: it stays.
    exponent = plain[0] in "+-" or _METRE.search(text, max(0, start - 3), start)
    return (end, plain) if exponent else None


def _fraction(text: str, start: int) -> Found:
    digits = _FRACTIONS[text[start]]
    return start + 1, f".{digits}" if text[start - 1 : start].isdigit() else f"0.{digits}"
