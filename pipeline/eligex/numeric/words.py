"""The word lists that the rules over tokens look at, from ``numeric_words.csv``."""

from __future__ import annotations

from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.quantity import WordListRow


def word_list(name: str) -> frozenset[str]:
    """Return the list of a rule (``<module>.<rule>``); raise KeyError when the table has none of that name."""
    return _lists()[name]


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {row.list: frozenset(row.words) for row in read_table("numeric_words.csv", WordListRow)}
