"""Verbs and their nouns: "X blocks A", "X, blocking A", "A is blocked by X", "blockade of A by X"."""

from __future__ import annotations

from collections.abc import Iterator

from ..lexicons.rows.mechanisms import ActionRow
from .statements import EMPTY, Statement, StatementReader
from .subjects import NONE, Subject
from .targets import Phrase

_AGENT_REACH = 6


class VerbReader(StatementReader):
    """Reads what verbs, participles and nouns of action state."""

    def _finite(self, index: int, row: ActionRow) -> Iterator[Statement]:
        phrase = self._object(index, row)
        if phrase.hits:
            yield from self.state(self.subjects.of_verb(index), row, index, phrase)

    def _ing(self, index: int, row: ActionRow) -> Iterator[Statement]:
        phrase = self._object(index, row)
        if phrase.hits:
            yield from self.state(self._of_participle(index), row, index, phrase)

    def _object(self, index: int, row: ActionRow) -> Phrase:
        place = index + 1
        tokens = self.tokens
        while place < len(tokens) and (tokens[place].lower.endswith("ly") or tokens[place].is_a("relation")):
            place += 1
        if place + 2 < len(tokens) and tokens[place].lower == "with" and row.prepositions:
            place = self._over_aside(place)
        if row.prepositions and place < len(tokens) and tokens[place].lower in row.prepositions:
            place += 1
        elif "!" in row.prepositions:
            return EMPTY
        if place < len(tokens) and tokens[place].is_a("conjunction"):
            return self._shared_object(place + 1, row)
        return self.targets.right(place, drugs=row.action == "binder")

    def _over_aside(self, place: int) -> int:
        """Step over "with high affinity" between verb and preposition."""
        for step in range(place + 1, min(place + 6, len(self.tokens))):
            if self.tokens[step].is_a("inner"):
                return step
        return place

    def _shared_object(self, place: int, first: ActionRow) -> Phrase:
        """Return the object of the next verb in "binds to and inhibits A"."""
        tokens = self.tokens
        while place < len(tokens) and (
            tokens[place].is_a("modifier", "auxiliary") or tokens[place].lower.endswith("ly")
        ):
            place += 1
        if place >= len(tokens):
            return EMPTY
        row = tokens[place].acts("finite", "ing")
        if row is None:
            return EMPTY
        phrase = self._object(place, row)
        return phrase if phrase.hits else self.targets.right(place + 1, drugs=first.action == "binder")

    def _of_participle(self, index: int) -> Subject:
        """Return who does it in "antibody blocking A", "X, blocking A", "works by blocking A"."""
        tokens = self.tokens
        if index == 0:
            return self.subjects.whole_line()
        place = index - 1
        while place > 0 and tokens[place].lower.endswith("ly"):
            place -= 1
        before = tokens[place]
        if place in self.clause.drugs:
            return self.subjects.ending_at(place + 1, single=True)
        if before.is_a("determiner") or (before.acts("finite", "ing") and not before.is_a("drug_head")):
            return NONE
        if before.is_a("drug_head") or before.acts("agent"):
            return self.subjects.of_head(place)
        if before.text == "," or before.is_a("opening", "auxiliary", "conjunction", "copula", "acting"):
            return self.subjects.of_verb(place + 1) if before.text != "," else self.subjects.of_clause(place)
        return NONE

    def _past(self, index: int, row: ActionRow) -> Iterator[Statement]:
        """Read a passive: "A is blocked by X"."""
        place = index + 1
        if place >= len(self.tokens) or self.tokens[place].lower not in ("by", *row.prepositions):
            return
        if self.tokens[place].lower in row.prepositions and self.tokens[place].lower != "by":
            return
        subject = self.subjects.named_after(place + 1)
        verb = index
        while verb > 0 and self.tokens[verb - 1].is_a("copula", "auxiliary", "modifier"):
            if self.tokens[verb - 1].is_a("negation", "hypothetical"):
                return
            verb -= 1
        if subject and verb < index:
            yield from self.state(subject, row, index, self.targets.left(verb, strict=True))

    def _nominal(self, index: int, row: ActionRow) -> Iterator[Statement]:
        tokens = self.tokens
        if index + 1 < len(tokens) and tokens[index + 1].lower == "of" and index + 2 in self.clause.drugs:
            yield from self._of_to(index, row)
            return
        phrase = EMPTY
        if index + 1 < len(tokens) and tokens[index + 1].lower in row.prepositions:
            phrase = self.targets.right(index + 2, shaped=False)
        if not phrase.hits:
            phrase = self.targets.left(index, strict=True)
        if phrase.hits:
            yield from self.state(self._doer(index, phrase), row, index, phrase)

    def _of_to(self, index: int, row: ActionRow) -> Iterator[Statement]:
        """Read "the binding of X to A"."""
        over = self.clause.drugs[index + 2]
        if over.last < len(self.tokens) and self.tokens[over.last].is_a("bonding") and over.drug:
            yield from self.state(Subject((over.drug,)), row, index, self.targets.right(over.last + 1))

    def _doer(self, index: int, phrase: Phrase) -> Subject:
        place = max(phrase.last, index + 1)
        for step in range(place, min(place + _AGENT_REACH, len(self.tokens))):
            token = self.tokens[step]
            if token.is_a("doing"):
                return self._by(step + 1)
            if not (token.is_a("copula", "auxiliary") or token.is_a("done")):
                break
        first = min(index, phrase.first)
        while first > 0 and (self.tokens[first - 1].is_a("determiner", "modifier")):
            first -= 1
        if first and self.tokens[first - 1].is_a("participle") and first - 2 in self.clause.drugs:
            return self.subjects.ending_at(first - 1, single=True)
        if first and self._opens(first):
            return self.subjects.of_verb(first)
        return NONE

    def _opens(self, first: int) -> bool:
        token = self.tokens[first - 1]
        if token.is_a("opening"):
            return True
        mechanism = any(t.is_a("working") for t in self.tokens[: first - 1])
        return mechanism and token.is_a("copula", "acting")

    def _by(self, place: int) -> Subject:
        for step in range(place, min(place + 4, len(self.tokens))):
            if step in self.clause.drugs:
                return self.subjects.named_after(step)
            if not self.tokens[step].is_a("determiner", "modifier", "drug_head", "preposition", "giving"):
                break
        return NONE
