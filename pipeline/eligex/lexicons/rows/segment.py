"""Rows of the tables that cut eligibility text into sections and criteria."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ..loader import Flag, Row

HeadingSection = Literal["inclusion", "exclusion", "other", "eligibility"]
"""``eligibility``: a heading over both kinds, under which the wording decides."""


class SectionHeadingRow(Row):
    """A term of section headings.

    ``needs``: ``criteria`` (a noun must follow), ``colon`` (stands before a colon or alone on its line),
    ``name`` (a heading by itself), ``noun`` (one of the nouns that may follow).
    """

    term: str = Field(min_length=1)
    section: HeadingSection | Literal[""]
    needs: Literal["criteria", "colon", "name", "noun"]


class HeadingWordRow(Row):
    """A word beside a heading's term: seen ``before`` it, ``after`` it, or ``never`` in a heading."""

    word: str = Field(min_length=1)
    role: Literal["before", "after", "never"]


class SubheadingRow(Row):
    """A sub-heading of fixed layouts; ``inline`` ones also start a criterion in the middle of a run-on paragraph."""

    name: str = Field(min_length=1)
    inline: Flag = False


class RunonRow(Row):
    """A word that tells where run-on paragraphs without stops break.

    ``starts`` always opens a requirement, ``acronym`` opens one unless held, ``never`` and ``after_end`` do not
    (proper names, numbered classes), ``holds`` keeps the word behind it in the sentence, ``modifies`` keeps an acronym
    ("rising PSA"), ``ends`` closes a requirement, ``requires`` opens the one after a list, where something else
    tells that a new phrase begins.
    """

    word: str = Field(min_length=1)
    role: Literal["starts", "acronym", "never", "after_end", "holds", "modifies", "ends", "requires"]


class PolarityRow(Row):
    """A wording that decides the section of a criterion under no heading; ``weak``: only where nothing else does."""

    phrase: str = Field(min_length=1)
    section: Literal["inclusion", "exclusion", "other"]
    where: Literal["start", "anywhere", "end", "weak"]


class LeadInWordRow(Row):
    """A word that says nothing clinical: a lead-in of such words alone governs what follows it."""

    word: str = Field(min_length=1)


class LeadInCueRow(Row):
    """A wording by which a lead-in opens a section."""

    phrase: str = Field(min_length=1)
    section: Literal["inclusion", "exclusion"]


class LogicRow(Row):
    """A wording of lead-ins and the logic of what follows; empty where neither any nor all is meant."""

    phrase: str = Field(min_length=1)
    logic: Literal["any", "all", ""]


class NoiseRow(Row):
    """The beginning of a line that registries add to the text and that is no criterion."""

    prefix: str = Field(min_length=1)
    message: str = Field(min_length=1)


class SegmentWordRow(Row):
    """A word by what it does in a line.

    ``dangling``: no criterion ends with it, the line goes on in the next one; ``abbreviation``: its stop ends no
    sentence; ``opens_list``: a list may follow without a colon; ``heading_verb``: ends a heading ("... include");
    ``connective``: alone on a line it joins two criteria; ``listing``: announces a list, so its line is no title;
    ``announcing``: announces one before a colon inside a paragraph; ``exceptive``: what its list names is excepted;
    ``section_word``: alone before a colon it turns the section; ``content``: states something of a patient, so its line
    is no title either.
    """

    word: str = Field(min_length=1)
    role: Literal[
        "dangling",
        "abbreviation",
        "opens_list",
        "heading_verb",
        "connective",
        "listing",
        "announcing",
        "content",
        "section_word",
        "exceptive",
    ]
