"""The word tables of segmentation, read once and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.segment import (
    HeadingWordRow,
    LeadInCueRow,
    LeadInWordRow,
    LogicRow,
    NoiseRow,
    PolarityRow,
    RunonRow,
    SectionHeadingRow,
    SegmentWordRow,
    SubheadingRow,
)


def alternation(phrases: Iterable[str]) -> str:
    """Return a regex alternation, longest phrase first, any white space between words."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)


def key_of(phrase: str) -> str:
    """Return a phrase in the form tables are looked up by: small letters, single spaces."""
    return " ".join(phrase.lower().split())


@dataclass(frozen=True)
class HeadingTables:
    """Terms of section headings and the words around them."""

    criteria: dict[str, str]
    colon: dict[str, str]
    names: dict[str, str]
    nouns: tuple[str, ...]
    before: frozenset[str]
    after: frozenset[str]
    never: frozenset[str]


@cache
def heading_tables() -> HeadingTables:
    """Return the tables of section headings."""
    rows = read_table("section_headings.csv", SectionHeadingRow)
    terms = {
        need: {row.term: row.section for row in rows if row.needs == need}
        for need in ("criteria", "colon", "name", "noun")
    }
    words = read_table("segment_heading_words.csv", HeadingWordRow)
    roles = {role: frozenset(row.word for row in words if row.role == role) for role in ("before", "after", "never")}
    return HeadingTables(
        terms["criteria"],
        terms["colon"],
        terms["name"],
        tuple(terms["noun"]),
        roles["before"],
        roles["after"],
        roles["never"],
    )


@cache
def subheadings() -> frozenset[str]:
    """Return the names of sub-headings of fixed layouts."""
    return frozenset(row.name for row in read_table("segment_subheadings.csv", SubheadingRow))


@cache
def inline_subheadings() -> re.Pattern[str]:
    """Return the pattern of sub-headings inside run-on paragraphs."""
    names = [row.name for row in read_table("segment_subheadings.csv", SubheadingRow) if row.inline]
    forms = [form for name in names for form in (name, name.upper())]
    return re.compile(rf"(?<![\w/-])(?P<open>--\s?)?(?:{alternation(forms)})\s?(?P<close>:|--)(?=\s|$)")


@cache
def runon_words() -> dict[str, str]:
    """Return the role of each word in run-on paragraphs."""
    return {row.word: row.role for row in read_table("segment_runon.csv", RunonRow)}


@cache
def noise_prefixes() -> tuple[tuple[str, str], ...]:
    """Return (prefix, message) of lines that are no criteria."""
    return tuple((row.prefix, row.message) for row in read_table("segment_noise.csv", NoiseRow))


@cache
def words(role: str) -> frozenset[str]:
    """Return the words of one role in ``segment_words.csv``."""
    return frozenset(row.word for row in read_table("segment_words.csv", SegmentWordRow) if row.role == role)


@cache
def leadin_words() -> frozenset[str]:
    """Return the words of lead-ins without clinical content."""
    return frozenset(row.word for row in read_table("segment_leadin_words.csv", LeadInWordRow))


@cache
def _section_phrases(section: str) -> re.Pattern[str]:
    rows = read_table("segment_leadin_cues.csv", LeadInCueRow)
    return re.compile(rf"\b(?:{alternation(row.phrase for row in rows if row.section == section)})\b", re.I)


def cued_section(text: str) -> str:
    """Return the section a lead-in opens ("" if it does not say); exclusion wins."""
    return next((side for side in ("exclusion", "inclusion") if _section_phrases(side).search(text)), "")


@cache
def _logic_phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row.phrase: row.logic for row in read_table("segment_logic.csv", LogicRow)}
    return re.compile(rf"\b(?:{alternation(table)})\b", re.I), dict(table)


def logic_of(text: str) -> str:
    """Return ``any`` or ``all`` by the last wording of a lead-in that says so, else ""."""
    pattern, table = _logic_phrases()
    found = [table[key_of(match[0])] for match in pattern.finditer(text)]
    return found[-1] if found else ""


@dataclass(frozen=True)
class PolarityTables:
    """Patterns and sections of the wordings that decide without a heading."""

    start: re.Pattern[str]
    anywhere: re.Pattern[str]
    end: re.Pattern[str]
    weak: re.Pattern[str]
    section: dict[tuple[str, str], str]


@cache
def polarity_tables() -> PolarityTables:
    """Return the wordings that decide a section, by where they stand."""
    rows = read_table("segment_polarity.csv", PolarityRow)
    by_place = {place: [r.phrase for r in rows if r.where == place] for place in ("start", "anywhere", "end", "weak")}
    return PolarityTables(
        re.compile(rf"(?:{alternation(by_place['start'])})(?![\w-])", re.I),
        re.compile(rf"\b(?:{alternation(by_place['anywhere'])})\b", re.I),
        re.compile(rf"\b(?:{alternation(by_place['end'])})[\s.;:]*$", re.I),
        re.compile(rf"\b(?:{alternation(by_place['weak'])})\b|[≥≤<>]|\d", re.I),
        {(r.where, r.phrase): r.section for r in rows},
    )
