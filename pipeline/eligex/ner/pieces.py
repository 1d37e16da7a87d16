"""Words to WordPiece ids, as BERT's uncased vocabulary cuts them; every distinct word is cut once."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
WIDTH = 4
"""Pieces kept of a word: the first three and the last."""
_LONGEST = 6
"""Pieces a word is cut into at most; a longer one is hardly a word."""
_CACHE = 200_000

Row = tuple[int, ...]


class WordPieces:
    """Cuts words greedily into the longest pieces of a vocabulary (Wu et al. 2016)."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.vocabulary = vocabulary
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.start = folded([self._ids[CLS]])
        self.line_end = folded([self._ids[SEP]])
        self._unknown = self._ids[UNKNOWN]
        self.row = lru_cache(_CACHE)(self._row)
        """The ids of a word, ``WIDTH`` of them, 0 where there is none."""

    def _row(self, word: str) -> Row:
        return folded(self.cut(word))

    def rows(self, word: str) -> list[Row]:
        """Return a row for each of a word's pieces."""
        return [folded([piece]) for piece in self.cut(word)]

    def cut(self, word: str) -> list[int]:
        """Return the ids of a word's pieces."""
        return self._cut(_plain(word))[:_LONGEST]

    def _cut(self, word: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            end = next((e for e in range(len(word), start, -1) if mark + word[start:e] in self._ids), None)
            if end is None:
                return [self._unknown]
            found.append(self._ids[mark + word[start:end]])
            start = end
        return found or [self._unknown]


def folded(ids: list[int]) -> Row:
    """Return a row of a word's pieces: all of them, or the first three and the last; 0 where there is none."""
    kept = ids if len(ids) <= WIDTH else [*ids[: WIDTH - 1], ids[-1]]
    return tuple(kept + [0] * (WIDTH - len(kept)))


def _plain(word: str) -> str:
    """Return a word in lower case without accents."""
    return "".join(char for char in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(char))
