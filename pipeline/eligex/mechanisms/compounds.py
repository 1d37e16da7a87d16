"""Adjectives and compounds: "directed against A", "A-directed", "anti-A antibody", "antibody to A"."""

from __future__ import annotations

from collections.abc import Iterator

from ..lexicons.rows.mechanisms import ActionRow
from .statements import Statement, StatementReader
from .subjects import NONE, Subject
from .targets import Phrase

_HEAD_REACH = 7


class CompoundReader(StatementReader):
    """Reads what adjectives and compound names state."""

    def _relation(self, index: int, row: ActionRow) -> Iterator[Statement]:
        place = index + 1
        if place >= len(self.tokens) or self.tokens[place].lower not in row.prepositions:
            return
        phrase = self.targets.right(place + 1)
        if phrase.hits:
            yield from self.state(self._of_adjective(index), row, index, phrase)

    def _of_adjective(self, index: int) -> Subject:
        tokens = self.tokens
        place = index - 1
        while place >= 0 and (tokens[place].is_a("modifier", "determiner") or tokens[place].lower.endswith("ly")):
            if tokens[place].is_a("drug_head", "relative"):
                break
            place -= 1
        if place < 0:
            return self.subjects.whole_line()
        token = tokens[place]
        if place in self.clause.drugs:
            return self.subjects.ending_at(place + 1, single=True)
        if token.is_a("drug_head") or token.acts("agent"):
            return self.subjects.of_head(place)
        if token.is_a("copula", "acting", "auxiliary"):
            return self.subjects.of_verb(place)
        if token.is_a("owning"):
            return self._with(place)
        return NONE

    def _with(self, place: int) -> Subject:
        """Return whose the affinity is in "an antibody with a high affinity for A"."""
        tokens = self.tokens
        while place > 0 and tokens[place].is_a("determiner", "modifier"):
            place -= 1
        if (
            tokens[place].lower == "with"
            and place
            and (tokens[place - 1].is_a("drug_head") or tokens[place - 1].acts("agent"))
        ):
            return self.subjects.of_head(place - 1)
        return self.subjects.of_verb(place + 1) if tokens[place].lower != "with" else self.subjects.of_clause(place)

    def _suffix(self, index: int, row: ActionRow) -> Iterator[Statement]:
        # "A-directed", or with a bracket between: "B-cell maturation antigen (BCMA)-directed"
        place = index - 1 if index and self.tokens[index - 1].text in "-–" else index
        if place == 0 or place - 1 not in self.clause.targets:
            return
        if place == index and self.tokens[index].start - self.tokens[index - 1].end > 1:
            return
        if index + 1 < len(self.tokens) and self.tokens[index + 1].is_a("generic", "process"):
            return  # "vitamin D-binding protein"
        phrase = self.targets.left(place, strict=True)
        if phrase.hits:
            yield from self.state(self._of_compound_name(phrase.first, index + 1), row, index, phrase)

    def _prefix(self, index: int, row: ActionRow) -> Iterator[Statement]:
        phrase = self.targets.compound(index + 1)
        if phrase.hits:
            subject = self._of_compound_name(index, phrase.last) or self._anti_class(index, phrase)
            yield from self.state(subject, row, index, phrase)

    def _anti_class(self, index: int, phrase: Phrase) -> Subject:
        head = self._head(phrase.last)
        if head is None or not self.tokens[head].is_a("classed"):
            return NONE
        return self.class_named(phrase, index, head)

    def _of_compound_name(self, first: int, behind: int) -> Subject:
        """Return the drug of "the CD20-directed antibody X" and "X, an anti-CD20 antibody"."""
        tokens = self.tokens
        head = self._head(behind)
        if head is None:
            near = next(
                (p for p in range(behind, min(behind + _HEAD_REACH, len(tokens))) if p in self.clause.drugs), None
            )
            if near is not None and not any(t.is_a("copula", "relative", "preposition") for t in tokens[behind:near]):
                return self.subjects.named_after(near)
            if behind < len(tokens) and tokens[behind].text not in ",;.":
                return NONE
            head = behind - 1
        if first and self.tokens[first - 1].is_a("conjunction"):
            return NONE  # inside a longer name: "activator and calcium-modulating ligand"
        return self.subjects.named_after(head + 1) or self.subjects.of_phrase(first)

    def _head(self, index: int) -> int | None:
        found = None
        for place in range(index, min(index + _HEAD_REACH, len(self.tokens))):
            token = self.tokens[place]
            if token.is_a("antibody_head", "class_head", "drug_head") or token.acts("agent"):
                found = place
            elif (
                place in self.clause.drugs
                or token.is_a("copula", "relative", "preposition", "conjunction")
                or not token.text[0].isalnum()
            ):
                break
        return found

    def _antibody(self, index: int, row: ActionRow) -> Iterator[Statement]:
        if index == 0 or not self.tokens[index - 1].is_a("antibody_head"):
            return
        phrase = self.targets.right(index + 1, shaped=True)
        if phrase.hits:
            subject = self.subjects.named_after(phrase.last) or self.subjects.of_head(index - 1)
            yield from self.state(subject, row, index, phrase)

    def _trap(self, index: int) -> Iterator[Statement]:
        """Read "a BLyS receptor-antibody fusion protein": it binds what the receptor binds."""
        row = next(r for r in self.clause.words.actions["against"])
        if index + 1 >= len(self.tokens) or not self.tokens[index + 1].lower.startswith("fusion"):
            return
        phrase = self.targets.named(index)
        if phrase.hits:
            yield from self.state(self.subjects.of_phrase(phrase.first), row, index, phrase)

    def _antibody_name(self, index: int) -> Iterator[Statement]:
        """Read "an EGFR monoclonal antibody"."""
        row = next((r for r in self.clause.words.actions["against"]), None)
        first = index
        while first > 0 and self.tokens[first - 1].is_a("modifier") and first - 1 not in self.clause.targets:
            first -= 1
        if row is None or first == 0 or first - 1 not in self.clause.targets:
            return
        edge = self.clause.targets[first - 1].first
        if edge and (self.tokens[edge - 1].acts("prefix") or self.tokens[edge - 1].is_a("preposition")):
            return
        phrase = self.targets.left(first, strict=True)
        if phrase.hits:
            subject = self.subjects.named_after(index + 1) or self.subjects.of_phrase(phrase.first)
            yield from self.state(subject, row, index, phrase)
