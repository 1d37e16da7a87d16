"""A sentence as mechanism reading sees it: tokens with the drugs and targets that lie over them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from .tokens import Line, Token
from .words import Words


@dataclass(frozen=True, slots=True)
class TargetHit:
    """A molecular target named at ``start:end`` of the passage; no ``symbols`` where none is known."""

    start: int
    end: int
    text: str
    symbols: tuple[str, ...] = ()
    name: str | None = None
    vague: bool = False
    """Too general to stand beside a more precise target: "tyrosine kinase"."""


@dataclass(frozen=True, slots=True)
class DrugHit:
    """A drug named at ``start:end`` of the passage; ``certain`` unless only its place makes it one."""

    start: int
    end: int
    text: str
    name: str
    certain: bool = True
    kind: bool = False
    """A class named in place of a drug: "EGFR inhibitors"."""


@dataclass(frozen=True, slots=True)
class Over:
    """A hit over the tokens ``first:last``."""

    first: int
    last: int
    target: TargetHit | None = None
    drug: DrugHit | None = None


_NAME_REACH = 3
H = TypeVar("H", TargetHit, DrugHit)


@dataclass(slots=True)
class Clause:
    """A line of tokens and what is named in it; an aside knows the clause and the place it hangs in."""

    line: Line
    words: Words
    targets: dict[int, Over] = field(default_factory=dict)
    """Token index to the target that covers it."""
    drugs: dict[int, Over] = field(default_factory=dict)
    asides: dict[int, Clause] = field(default_factory=dict)
    """Token index to the aside that stands before it."""
    host: tuple[Clause, int] | None = None

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the main line."""
        return self.line.tokens

    def __len__(self) -> int:
        return len(self.line.tokens)

    def text(self, first: int, last: int) -> str:
        """Return the words of the tokens ``first:last``, asides left out."""
        return " ".join(token.text for token in self.tokens[first:last])


def build_clause(
    line: Line, words: Words, targets: list[TargetHit], drugs: list[DrugHit], host: tuple[Clause, int] | None = None
) -> Clause:
    """Lay the hits of a passage over the tokens of a line and of its asides."""
    clause = Clause(line, words, host=host)
    starts = [token.start for token in line.tokens]
    for first, last, target in _over(starts, line.tokens, targets):
        over = Over(first, last, target=target)
        clause.targets.update(dict.fromkeys(range(first, last), over))
    for first, last, drug in _over(starts, line.tokens, drugs):
        if _unmade(line.tokens, last) or (not drug.certain and _describes(line.tokens, first, last)):
            continue  # "melatonin receptor" names no drug
        over = Over(first, last, drug=drug)
        clause.drugs.update(dict.fromkeys(range(first, last), over))
    for place, aside in line.asides:
        clause.asides[place] = build_clause(aside, words, targets, drugs, (clause, place))
    return clause


def _unmade(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether the words behind a drug's name make it the name of something else: "vasopressin 1a receptor"."""
    if index < len(tokens) and tokens[index].is_a("unmade"):
        return True
    for token in tokens[index : index + _NAME_REACH]:
        if token.is_a("carrier"):
            return True
        if token.kinds or not token.text[0].isalnum():
            break
    return False


def _describes(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Tell whether a coded name only says what kind of thing a drug is: "a CTLA4-Ig fusion protein"."""
    return first > 0 and last < len(tokens) and tokens[first - 1].is_a("determiner") and tokens[last].is_a("drug_head")


def _over(starts: list[int], tokens: tuple[Token, ...], hits: Iterable[H]) -> Iterable[tuple[int, int, H]]:
    for hit in hits:
        first = bisect_left(starts, hit.start)
        if first and tokens[first - 1].end > hit.start:
            first -= 1
        last = first
        while last < len(tokens) and tokens[last].start < hit.end:
            last += 1
        if first < last and tokens[first].start <= hit.start and hit.end <= tokens[last - 1].end:
            yield first, last, hit
