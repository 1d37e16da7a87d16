"""One word to one tag: tables first, then hyphenated parts, then word endings."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ..drugs.knowledge import load_knowledge
from . import tags
from .lexicon import EntityLexicon, entity_lexicon

# Participles and adverbs that no table knows end a phrase; "-ly" words qualify.
_VERBAL = re.compile(r"(?:ing|ed)$")
# "communicable", "bacterial", "infectious": a word of this shape before a head describes it.
_DESCRIBING = re.compile(r"\w{3,}(?:ic|ical|al|ous|able|ible|ive|ary|ar|oid|genic|less)$")
_CACHE = 65536
_PARTS = frozenset(tags.NAMES + tags.CONDITION_WEAK)
# "HIV-positive", "treatment-naive", "drug-induced": the whole word is an adjective.
_ADJECTIVAL = re.compile(
    r"-(?:positive|negative|naive|naïve|induced|related|associated|resistant|refractory|sensitive|dependent|free|based"
    r"|mediated|threatening|like|type|specific|positivity|infected|expressing|mutated|mutant|containing|prolonging"
    r"|eluting|term|grade|onset|stage|line|dose|acting|rich|deficient|treated|limiting|driven|modifying)$"
)


class WordClassifier:
    """Tags words; the answers are remembered in a bounded cache."""

    def __init__(self, lexicon: EntityLexicon) -> None:
        self._words = lexicon.words
        endings = "|".join(f"{row.suffix}" for row in lexicon.suffixes)
        self._ending = re.compile(f"(?:{endings})s?$")
        self._suffixes = {row.suffix: row for row in lexicon.suffixes}
        self.tag = lru_cache(_CACHE)(self._tag)

    def _tag(self, word: str) -> str:
        known = self._words.get(word)
        if known is not None:
            return known
        if not word[0].isalpha():
            return _of_number(word)
        if word.endswith(("'s", "s'")):
            return self._tag(word.rstrip("s").rstrip("'"))
        return self._hyphenated(word) if "-" in word else self._by_shape(word)

    def _hyphenated(self, word: str) -> str:
        if _ADJECTIVAL.search(word):
            return tags.MODIFIER
        if word.startswith(("pre-", "post-", "peri-")):
            return tags.MODIFIER
        if word.startswith("anti-"):
            return tags.DRUG
        end = word.rpartition("-")[2]
        if end[-1].isdigit():
            return tags.UNKNOWN
        last = self._tag(end)
        if last in _PARTS:
            return last
        if last == tags.DRUG_WEAK or last == tags.PROCEDURE_WEAK:
            return tags.DRUG if last == tags.DRUG_WEAK else tags.PROCEDURE
        return tags.ANATOMY if last == tags.ANATOMY else tags.MODIFIER

    def _by_shape(self, word: str) -> str:
        found = self._ending.search(word)
        if found:
            row = self._suffixes[found[0] if found[0] in self._suffixes else found[0][:-1]]
            if len(word) >= row.min_length and not {word, word.removesuffix("s")} & set(row.exceptions):
                return tags.TAG_OF_KIND[row.kind]
        if load_knowledge().stem(word):
            return tags.DRUG
        if len(word) > 4 and word.endswith("ly"):
            return tags.MODIFIER
        if len(word) < 3 or _VERBAL.search(word):
            return tags.BOUNDARY
        return tags.MODIFIER if _DESCRIBING.match(word) else tags.UNKNOWN


def _of_number(word: str) -> str:
    if not word[0].isdigit():
        return tags.BOUNDARY
    return tags.UNKNOWN if "-" in word else tags.NUMBER


@cache
def word_classifier() -> WordClassifier:
    """Return the classifier over the entity tables, built once."""
    return WordClassifier(entity_lexicon())
