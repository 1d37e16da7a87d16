"""One form for the spellings of a name: case, hyphens, plurals, British letters, Roman numerals, word order."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from ..lexicons.loader import read_table
from ..lexicons.rows.link import LinkSpellingRow, LinkSynonymRow, LinkWordRow

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s?(?=\W|$)")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4"}
# "type I" is type 1, but "I" elsewhere is a letter.
_NUMBERED = frozenset({"type", "stage", "grade", "class", "phase"})
_SINGULAR = (
    (re.compile(r"(?<=sta)ses$"), "sis"),
    (re.compile(r"(?<=[oy])ses$"), "sis"),
    (re.compile(r"(?<=[^aeiou])ies$"), "y"),
    (re.compile(r"(?<=ss|ch|sh)es$|(?<=x)es$"), ""),
    (re.compile(r"(?<=[^sui])s$"), ""),
)
# Shorter words are acronyms or end in an -s of their own (AIDS, gas).
_PLURAL_MIN = 5


class Forms:
    """Maps names to the forms they are compared in."""

    def __init__(self) -> None:
        rows = read_table("link_spellings.csv", LinkSpellingRow)
        self._meant = {row.written: row.meant for row in rows}
        longest = sorted(map(re.escape, self._meant), key=len, reverse=True)
        self._spelling = re.compile("|".join(longest))
        self.small = words_of("small")
        self._same = {row.word: row.meant for row in read_table("link_synonyms.csv", LinkSynonymRow)}
        self._word = lru_cache(1 << 15)(self._plain_word)

    def words(self, text: str) -> list[str]:
        """Return the words of a name in their plain form, in order."""
        plain = unicodedata.normalize("NFKC", text).casefold()
        found = [self._word(word) for word in _WORD.findall(_POSSESSIVE.sub("", plain))]
        return [
            "1" if word == "i" and n and found[n - 1] in _NUMBERED else _ROMAN.get(word, word)
            for n, word in enumerate(found)
        ]

    def key(self, words: list[str]) -> str:
        """Return the form that keeps the order of words, not their borders ("covid-19" and "COVID 19" are one)."""
        return "".join(words)

    def bag(self, words: list[str]) -> str:
        """Return the form in which "cancer of the lung" and "pulmonary neoplasm" are one."""
        return " ".join(sorted(self._same.get(word, word) for word in words if word not in self.small))

    def _plain_word(self, word: str) -> str:
        word = self._spelling.sub(lambda match: self._meant[match[0]], word)
        if len(word) < _PLURAL_MIN or not word.isalpha():
            return word
        for ending, singular in _SINGULAR:
            shorter = ending.sub(singular, word)
            if shorter != word:
                return shorter
        return word


@cache
def load_forms() -> Forms:
    """Return the forms over the package's tables."""
    return Forms()


@cache
def words_of(role: str) -> frozenset[str]:
    """Return the words of a role in the table."""
    return frozenset(row.word for row in read_table("link_words.csv", LinkWordRow) if row.role == role)
