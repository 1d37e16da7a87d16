"""Lines that announce a list: sub-headings, lead-ins of a whole section, lead-ins that are criteria themselves."""

from __future__ import annotations

import re

from .tables import cued_section, key_of, leadin_words, words

_WORD = re.compile(r"[^\W\d_][\w/'’-]*")
_VALUE = re.compile(r"[<>≥≤=%]|\d{2}")
_COLON_END = re.compile(r"[:：]\s?[-–—]?[*\"')\]]{0,3}$")
_MAX_LEADIN = 400
_MAX_SUBHEADING = 70
_MAX_TITLE = 60
_MAX_SUBHEADING_WORDS = 8


def announces(text: str) -> bool:
    """Tell whether a text ends with a colon."""
    return bool(_COLON_END.search(text, max(0, len(text) - 6)))


def is_general(text: str) -> bool:
    """Tell a lead-in without clinical content ("Patients with the following conditions are excluded:")."""
    if len(text) > _MAX_LEADIN:
        return False
    found = [word.lower() for word in _WORD.findall(text)]
    known = leadin_words()
    return len(found) > 1 and sum(word in known for word in found) >= 0.85 * len(found)


def section_leadin(text: str) -> str | None:
    """Return the section a general lead-in, or "Required:" alone, opens ("" if it names none), None for any other."""
    return cued_section(text) if is_general(text) or key_of(text.rstrip(" :")) in words("section_word") else None


def is_subheading(text: str) -> bool:
    """Tell a short title ending in a colon ("Concurrent Medication:") from a lead-in with content."""
    if len(text) > _MAX_SUBHEADING or not announces(text):
        return False
    found = [word.lower() for word in _WORD.findall(text)]
    return 0 < len(found) <= _MAX_SUBHEADING_WORDS and not (words("listing") | words("content")).intersection(found)


def is_title(text: str) -> bool:
    """Tell a short line without a stop ("Medical comorbidities") that may stand as a title over a list."""
    found = [word.lower() for word in _WORD.findall(text)]
    if not found or len(text) > _MAX_TITLE or len(found) > _MAX_SUBHEADING_WORDS or text[-1] in ".;,":
        return False
    stating = words("listing") | words("content")
    return (text[0].isupper() or text[0] == "[") and not stating.intersection(found) and not _VALUE.search(text)
