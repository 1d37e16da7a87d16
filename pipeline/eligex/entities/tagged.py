"""A criterion as a line of tag letters, one a token."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from ..lexicons.matcher import Match
from . import tags
from .lexicon import Phrase
from .tokens import Tokens


@dataclass(slots=True)
class TaggedUnit:
    """A criterion's text, tokens, tag letters and the observation phrases found in it."""

    text: str
    tokens: Tokens
    letters: list[str]
    said: list[Match[Phrase]]

    @property
    def line(self) -> str:
        """The tag letters as one string."""
        return "".join(self.letters)

    def first_at(self, start: int) -> int:
        """Return the index of the first token that starts at or after an offset."""
        return bisect_left(self.tokens.starts, start)

    def mask(self, start: int, end: int) -> None:
        """Take the tokens between two offsets out of every phrase."""
        for index in range(self.first_at(start), self.first_at(end)):
            self.letters[index] = tags.BOUNDARY
