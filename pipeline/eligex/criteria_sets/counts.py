"""Read how many of a set's items must be met ("at least 4 of the 11")."""

from __future__ import annotations

import re
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.quantity import NumberWordRow

_REACH = 90


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, float]]:
    words = {row.phrase.lower(): row.value for row in read_table("number_words.csv", NumberWordRow)}
    number = r"(?:\d{1,2}|" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"
    pattern = (
        rf"(?:\b(?:at least|a minimum of|minimum|minimum of|no fewer than|not less than|any)|≥|>=) ?(?P<a>{number})\b"
        rf"(?! ?(?:years?|months?|weeks?|days?|hours?|mg|%))"
        rf"|\b(?P<b>{number}) or more (?:of )?(?:the )?(?:\w+ )?(?:criteria|items)?"
        rf"|\b(?P<c>{number})(?: ?/ ?| of (?:the )?| out of (?:the )?){number}\b(?! ?\d)"
    )
    return re.compile(pattern, re.IGNORECASE), words


def at_least(text: str, start: int, end: int) -> int | None:
    """Return the least number of items stated near ``text[start:end]``, None when none is."""
    pattern, words = _pattern()
    for low, high in ((max(0, start - _REACH), end), (end, end + _REACH)):
        near = text[low:high]
        near = re.split(r"[;\n]|(?<=[a-z)])\. ", near)[-1 if high == end else 0]
        matches = list(pattern.finditer(near))
        if matches:
            match = matches[-1] if high == end else matches[0]
            value = (match["a"] or match["b"] or match["c"]).lower()
            count = int(words[value]) if value in words else int(value)
            if _counts_items(near, match):
                return count
    return None


def _counts_items(near: str, match: re.Match[str]) -> bool:
    """Tell a count of criteria ("4 of 11", "4 criteria") from any other number."""
    if match["c"]:
        return True
    after = near[match.start() : match.end() + 30].lower()
    return bool(re.search(r"\b(?:of|out of|from)\b.{0,20}|criteri|items|features|points of", after))
