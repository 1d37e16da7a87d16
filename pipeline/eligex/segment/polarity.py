"""The section of a criterion that stands under no inclusion or exclusion heading: its wording decides."""

from __future__ import annotations

import re
from typing import cast

from .model import Section
from .tables import PolarityTables, inline_subheadings, key_of, polarity_tables

# Enough to see a verb in any sentence; keeps giant lines cheap.
_WINDOW = 2000
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z])")
_ASIDE = re.compile(r"\([^()]*\)")
# "Esophageal: No ...", "Phase II (untreated patients): No ..."
_TITLE = re.compile(r"[A-Z][^:.;,\n]{1,60}:\s+")
_STRONGEST: tuple[Section, ...] = ("exclusion", "other", "inclusion")
_WORD = re.compile(r"\w{3}|\d")


def worded_section(text: str) -> Section | None:
    """Return the section a wording decides: its first words, then its verb; None if it leaves it open.

    In the cancer registries' requirement lists a negated requirement ("No prior chemotherapy") is an exclusion, an
    allowance ("Prior radiotherapy allowed") neither.
    """
    tables = polarity_tables()
    head = inline_subheadings().match(text)
    body = text[head.end() if head else 0 :][:_WINDOW].lstrip(" \t\n-*•(\"'")
    start = tables.start.match(body)
    if not start and (title := _TITLE.match(body)):
        start = tables.start.match(body, title.end())
    if start and (section := tables.section[("start", key_of(start[0]))]) != "inclusion":
        return cast(Section, section)
    if start:
        return "inclusion"
    body = _ASIDE.sub(" ", body)
    first = _SENTENCE.split(body, maxsplit=1)[0]
    if (worded := _by_verb(first, tables)) or len(first) == len(body) or describes_people(first):
        return worded
    return _by_verb(body, tables)


def _by_verb(text: str, tables: PolarityTables) -> Section | None:
    found = {tables.section[("anywhere", key_of(m[0]))] for m in tables.anywhere.finditer(text)}
    if end := tables.end.search(text[-40:]):
        found.add(tables.section[("end", key_of(end[0].rstrip(" .;:\n\t")))])
    return next((section for section in _STRONGEST if section in found), None)


def describes_people(text: str) -> bool:
    """Tell a wording that describes who takes part, or a value, from an empty phrase ("Please call the site")."""
    return bool(polarity_tables().weak.search(text, 0, _WINDOW))


def is_wordless(text: str) -> bool:
    """Tell a text with nothing to read (dashes, stops) from words."""
    return not _WORD.search(text)
