"""Mechanisms stated in a passage of text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from .clause import Clause, DrugHit, TargetHit, build_clause
from .frames import FrameReader
from .statements import Statement, strongest
from .targets import Resolve
from .tokens import read_line, sentences
from .words import Words

FindTargets = Callable[[str], list[TargetHit]]
_MEMORY = 3
_LONGEST = 1500


class MechanismReader:
    """Reads a passage sentence by sentence, remembering the drugs a pronoun may mean."""

    def __init__(self, words: Words, find_targets: FindTargets, resolve: Resolve) -> None:
        self._words = words
        self._find = find_targets
        self._resolve = resolve

    def __call__(
        self, text: str, drugs: Sequence[DrugHit], given: tuple[DrugHit, ...] = (), classes: bool = False
    ) -> list[Statement]:
        """Return the mechanisms stated in ``text``.

        ``given`` is the drug a bare description speaks of; ``classes`` lets a class stand for a drug.
        """
        triggers = self._words.triggered(text)
        if not triggers:
            return []
        starts = [drug.start for drug in drugs]
        spans = list(sentences(text))
        found: list[Statement] = []
        for number, (start, end) in enumerate(spans):
            end = min(end, start + _LONGEST)
            if bisect_left(triggers, start) == bisect_left(triggers, end):
                continue
            here = drugs[bisect_left(starts, start) : bisect_left(starts, end)]
            salient = self._salient(text, drugs, starts, spans[max(0, number - _MEMORY) : number], found)
            found += self._sentence(
                text, start, end, list(here), salient or given, given if number == 0 else (), classes
            )
        return found

    def _sentence(
        self,
        text: str,
        start: int,
        end: int,
        drugs: list[DrugHit],
        salient: tuple[DrugHit, ...],
        given: tuple[DrugHit, ...],
        classes: bool,
    ) -> list[Statement]:
        targets = self._find(text[start:end])
        moved = [
            TargetHit(hit.start + start, hit.end + start, hit.text, hit.symbols, hit.name, hit.vague) for hit in targets
        ]
        line = read_line(text, start, end, self._words)
        clause = build_clause(line, self._words, moved, drugs)
        found = strongest([_sourced(text, s) for s in self._clauses(clause, salient, given, classes)])
        return [_closed(text, statement) for statement in found]

    def _clauses(
        self, clause: Clause, salient: tuple[DrugHit, ...], given: tuple[DrugHit, ...], classes: bool
    ) -> Iterator[Statement]:
        yield from FrameReader(clause, self._resolve, salient, given, classes)()
        for aside in clause.asides.values():
            yield from self._clauses(aside, (), (), classes)

    def _salient(
        self,
        text: str,
        drugs: Sequence[DrugHit],
        starts: list[int],
        before: list[tuple[int, int]],
        found: list[Statement],
    ) -> tuple[DrugHit, ...]:
        """Return the drug a pronoun means: the subject of the nearest sentence that names one, else the last named."""
        for start, end in reversed(before):
            known = drugs[bisect_left(starts, start) : bisect_left(starts, end)]
            here = [drug for drug in known if drug.certain] or [s.drug for s in found if start <= s.drug.start < end]
            here = here or list(known)
            if here:
                first = here[0]
                opens = first.start - start <= 12
                return (first,) if opens else (here[-1],)
        return ()


def _sourced(text: str, statement: Statement) -> Statement:
    """Give a class that stands for a drug the words of the text."""
    drug = statement.drug
    if not drug.kind:
        return statement
    words = " ".join(text[drug.start : drug.end].split())
    return replace(statement, drug=replace(drug, text=words, name=drug.name or _singular(words)))


def _singular(words: str) -> str:
    return f"{words[:-3]}y" if words.endswith("ies") else words.removesuffix("s")


def _closed(text: str, statement: Statement) -> Statement:
    """Take the bracket behind a bracketed short form into the quote."""
    quote = text[statement.start : statement.end]
    opened = sum(quote.count(sign) for sign in "([") > sum(quote.count(sign) for sign in ")]")
    if opened and text[statement.end : statement.end + 1] in (")", "]"):
        return replace(statement, end=statement.end + 1)
    return statement
