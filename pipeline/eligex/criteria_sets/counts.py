"""Read how many of a set's items must be met ("at least 4 of the 11")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.criteria_sets import criteria_words
from ..lexicons.rows.quantity import NumberWordRow

_REACH = 90
# No set asks for more items than this; larger numbers are ages and values.
_MOST = 20
# Without one of these there is no count, and the patterns below are not worth their time.
_HINT = re.compile(r"least|minimum|fewer|not less|any \w|or more|≥|>=|\d ?/|of the \d|of \d|\w out of", re.IGNORECASE)
_BRACKET = re.compile(
    r"[ ,:]*[(\[]?(?:i\.?e\.?,? |with |based on |presence of |meeting |requiring |requires )?", re.IGNORECASE
)
_ITEMS = re.compile(
    r".{0,3}(?:(?: out)? of (?:the )?(?:\w+ ){0,2}(?:\d|criteria|items|following|features)| criteria| items)"
)


@dataclass(frozen=True, slots=True)
class _Rules:
    count: re.Pattern[str]
    link: re.Pattern[str]
    """What may stand between the number and the name of the set."""
    words: dict[str, float]


@cache
def _rules() -> _Rules:
    words = {row.phrase.lower(): row.value for row in read_table("number_words.csv", NumberWordRow)}
    spelt = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    number = rf"(?:\d{{1,2}}|{spelt})"
    links = "|".join(re.escape(word) for word in sorted(criteria_words("link"), key=len, reverse=True))
    count = (
        rf"(?:\b(?:at least|a minimum of|minimum|minimum of|no fewer than|not less than|any)|≥|>=) ?(?P<a>{number})\b"
        rf"(?! ?(?:years?|months?|weeks?|days?|hours?|mg|%))"
        rf"|\b(?P<b>{number}) or more\b"
        rf"|\b(?P<c>{number})(?: ?/ ?| of (?:the )?| out of (?:the )?){number}\b(?! ?\d)"
    )
    link = rf"(?:[ ,(]{{0,2}}\b(?:{links}|{number})\b){{0,8}}[ ,(]{{0,2}}"
    return _Rules(re.compile(count, re.IGNORECASE), re.compile(link, re.IGNORECASE), words)


def at_least(text: str, start: int, end: int) -> int | None:
    """Return the least number of items stated beside ``text[start:end]``, None when none is."""
    near = text[max(0, start - _REACH) : end + _REACH]
    if not _HINT.search(near):
        return None
    rules = _rules()
    before = text[max(0, start - _REACH) : end]
    for match in reversed(list(rules.count.finditer(before))):
        if rules.link.fullmatch(before, match.end(), max(match.end(), len(before) - (end - start))):
            return _value(match, rules.words)
    after = text[end : end + _REACH]
    first = rules.count.search(after)
    if first and _BRACKET.fullmatch(after, 0, first.start()) and (first["c"] or _ITEMS.match(after, first.end())):
        return _value(first, rules.words)
    return None


def _value(match: re.Match[str], words: dict[str, float]) -> int | None:
    value = (match["a"] or match["b"] or match["c"]).lower()
    count = int(words[value]) if value in words else int(value)
    return count if 0 < count <= _MOST else None
