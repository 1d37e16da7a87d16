"""From action words to statements: every reader tries the words that are its own."""

from __future__ import annotations

from collections.abc import Iterator

from ..lexicons.rows.mechanisms import ActionRow
from .compounds import CompoundReader
from .statements import EMPTY, Statement
from .subjects import Subject
from .targets import Phrase
from .verbs import VerbReader


class FrameReader(VerbReader, CompoundReader):
    """Reads the mechanisms one clause states."""

    def __call__(self) -> Iterator[Statement]:
        """Yield what the clause and its asides state."""
        for index, token in enumerate(self.tokens):
            if index in self.clause.targets:
                continue  # "colony-stimulating factor" acts on nothing
            for row in token.actions:
                read = getattr(self, f"_{row.role}", None)
                if read is not None:
                    yield from read(index, row)
            if token.is_a("antibody_head"):
                yield from self._antibody_name(index)
            if token.is_a("fused"):
                yield from self._trap(index)

    def _agent(self, index: int, row: ActionRow) -> Iterator[Statement]:
        receptor = row.action in ("agonist", "antagonist", "partial_agonist", "inverse_agonist", "blocker")
        before = self.targets.left(index, receptor=receptor)
        after = self._behind(index, row, receptor)
        if index and self.tokens[index - 1].is_a("reuptake") and not before.hits:
            after = self.targets.taken_up(index + 2)
        phrase = _both(before, after)
        if not phrase.hits:
            return
        subject = self._of_agent(index, before.first, max(after.last, index + 1))
        yield from self.state(subject or self.class_named(phrase, index, index), row, index, phrase)

    def _analog(self, index: int, row: ActionRow) -> Iterator[Statement]:
        """Read "the GnRH analogue X": a copy of a hormone acts on the hormone's receptor."""
        before = self.targets.left(index, receptor=True)
        hits = tuple(hit for hit in before.hits if "copied_ligand" in self.clause.words.kinds(hit.text.lower()))
        if hits:
            subject = self._of_agent(index, before.first, index + 1)
            yield from self.state(subject, row, index, Phrase(hits, before.first, before.last))

    def _behind(self, index: int, row: ActionRow, receptor: bool) -> Phrase:
        place = index + 1
        if place < len(self.tokens) and self.tokens[place].lower in row.prepositions:
            return self.targets.right(place + 1)
        return EMPTY

    def _of_agent(self, index: int, first: int, last: int) -> Subject:
        if found := self.subjects.named_after(index + 1):
            return found
        if last > index + 1 and (found := self.subjects.named_after(last)):
            return found
        return self.subjects.of_phrase(first)


def _both(before: Phrase, after: Phrase) -> Phrase:
    hits = (*before.hits, *after.hits)
    precise = tuple(hit for hit in hits if not hit.vague)
    return Phrase(precise or hits, before.first, after.last)
