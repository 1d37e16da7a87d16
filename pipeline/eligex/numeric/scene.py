"""One criterion as the rules see it: tokens, quantities and the clauses around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..unit import Unit
from .listed import split_listed
from .percentiles import read_percentiles
from .quantities import Quantity
from .reader import Reader
from .romans import read_romans
from .tokens import Token
from .vocabulary import vocabulary

_STOPS = frozenset({";", "•", "●", "·"})


@dataclass(slots=True)
class Scene:
    """The tokens and quantities of a criterion, and the clause each token belongs to."""

    unit: Unit
    tokens: list[Token]
    quantities: list[Quantity]
    clause: list[int] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The criterion's text."""
        return self.unit.text

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the text offsets of ``tokens[first:last + 1]``."""
        return self.tokens[first].start, self.tokens[last].end

    def words(self, first: int, last: int) -> str:
        """Return the text of ``tokens[first:last + 1]``."""
        start, end = self.span(first, last)
        return self.text[start:end]

    def left(self, index: int, limit: int = 99) -> Iterator[int]:
        """Yield token positions to the left of ``index`` within its clause, nearest first."""
        yield from self._walk(index, range(index - 1, max(-1, index - 1 - limit), -1))

    def right(self, index: int, limit: int = 99) -> Iterator[int]:
        """Yield token positions to the right of ``index`` within its clause, nearest first."""
        yield from self._walk(index, range(index + 1, min(len(self.tokens), index + 1 + limit)))

    def _walk(self, index: int, positions: range) -> Iterator[int]:
        clause = self.clause[index]
        for position in positions:
            if self.clause[position] != clause:
                return
            yield position


def read_scene(unit: Unit) -> Scene:
    """Tokenise a criterion and read its quantities."""
    tokens = split_listed(read_percentiles(vocabulary().tokens(unit.text)))
    read_romans(tokens)
    quantities = Reader(unit.text, tokens).quantities()
    scene = Scene(unit, tokens, quantities)
    scene.clause = _clauses(unit.text, tokens)
    scene.owner = [-1] * len(tokens)
    for number, quantity in enumerate(quantities):
        for position in range(quantity.first, quantity.last + 1):
            scene.owner[position] = number
    return scene


def _clauses(text: str, tokens: list[Token]) -> list[int]:
    """Number the clauses: a semicolon, a full stop before a new sentence, a bullet or a new line opens a new one."""
    numbers: list[int] = []
    current = 0
    end = 0
    for token in tokens:
        if token.start > end and "\n" in text[end : token.start] and _is_new_line(text, end, token.start):
            current += 1
        numbers.append(current)
        if token.text in _STOPS or (token.text == "." and _ends_sentence(text, token)):
            current += 1
        end = token.end
    return numbers


def _ends_sentence(text: str, token: Token) -> bool:
    rest = text[token.end : token.end + 3].lstrip()
    before = text[max(0, token.start - 3) : token.start].lower()
    opens = not rest or rest[0].isupper() or rest[0].isdigit()
    return opens and before not in ("i.e", "e.g") and text[token.end : token.end + 1] in ("", " ", "\n")


def _is_new_line(text: str, end: int, start: int) -> bool:
    """Tell a line that begins anew from one that a hard wrap cut."""
    return (
        "\n\n" in text[end:start].replace(" ", "")
        or text[end - 1 : end] in (":", ";", ".")
        or not text[start].isalnum()
    )
