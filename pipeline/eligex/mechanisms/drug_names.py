"""Unknown names that can only be drugs where they stand: "Zelvorin is an oral renin inhibitor"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .clause import Clause, DrugHit
from .tokens import Token

_NAME = re.compile(r"[A-Z][\w'’.+-]*|[a-z]{0,3}[A-Z][\w'’.+-]*|\d+[A-Z][\w'’.+-]*")
_CODED = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Za-z][\w'’.+-]{2,}|[A-Z]{3,6}|[A-Z]{2,5}:[A-Z][a-z]")
# A gene's name may carry one digit; two or more, or a hyphen before them, make a development code.
_NUMBERED = re.compile(r"[A-Z].*(?:\d\D?\d|-\d)|[A-Z]{2,5}:[A-Z][a-z]|-Ig|-Fc")
_PARTICIPLE = re.compile(r"[a-z]{2,}ing")
_MUTATION = re.compile(r"[A-Z]\d{1,4}[A-Z]")


@dataclass(frozen=True, slots=True)
class Subject:
    """The drugs found; none where the sentence denies or supposes what it says, or names no drug."""

    drugs: tuple[DrugHit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.drugs)


NONE = Subject()


@dataclass(slots=True)
class NameGuesser:
    """Takes unknown names for drugs where what is said of them vouches for it."""

    clause: Clause
    salient: tuple[DrugHit, ...] = ()
    given: tuple[DrugHit, ...] = ()
    """The intervention a bare description speaks of."""

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the clause."""
        return self.clause.tokens

    def _named_before(self, place: int) -> Subject:
        """Take a code right before its verb for the subject: "TKIs are", "XY-12 inhibits"."""
        if place < 0 or place in self.clause.targets or not _CODED.fullmatch(self.tokens[place].text.rstrip("s")):
            return NONE
        token = self.tokens[place]
        working = any(before.is_a("working") for before in self.tokens[max(0, place - 4) : place])
        if place and self.tokens[place - 1].is_a("preposition") and not working:
            return NONE
        if token.is_a("not_drug", "stop_symbol", "code_stop", "generic", "opaque", "endogenous") or not self._vouched(
            place + 1
        ):
            return NONE
        return Subject((DrugHit(token.start, token.end, token.text, token.text, certain=False),))

    def _unknown_name(self, start: int, verb: int) -> Subject:
        """Take an unknown name in subject position for a drug where what follows says it is one."""
        while start < verb and (
            self.tokens[start].is_a("determiner", "drug_head", "modifier", "caption")
            or not _NAME.match(self.tokens[start].text)
        ):
            if self.tokens[start].lower == "recombinant":
                return self._recombinant(start, verb)
            start += 1
        words = self.tokens[start:verb]
        if not 0 < len(words) <= 4 or not all(_NAME.fullmatch(word.text) for word in words[:1]):
            return NONE
        if any(start + i in self.clause.targets for i in range(len(words))) or not self._vouched(verb):
            return NONE
        if any(
            word.is_a("not_drug", "generic", "opaque", "endogenous", "molecular_head", "preposition") for word in words
        ):
            return NONE
        text = self.clause.text(start, verb)
        return Subject((DrugHit(words[0].start, words[-1].end, text, text, certain=False),))

    def _recombinant(self, start: int, verb: int) -> Subject:
        """Take a recombinant body molecule for a drug: "Recombinant CD4 binds ..."."""
        if not 1 < verb - start <= 5:
            return NONE
        text = self.clause.text(start, verb)
        return Subject((DrugHit(self.tokens[start].start, self.tokens[verb - 1].end, text, text, certain=False),))

    def _vouched(self, verb: int) -> bool:
        """Tell whether the predicate calls its subject a drug, or its name is a code and no body molecule is meant."""
        while verb < len(self.tokens) and self.tokens[verb].text == ",":
            verb += 1
        after = self.tokens[verb : verb + 14]
        if not after or not (after[0].is_a("copula", "acting", "auxiliary") or after[0].acts("finite")):
            return False
        if verb and _MUTATION.fullmatch(self.tokens[verb - 1].text):
            return False
        coded = any(_CODED.fullmatch(token.text) for token in self.tokens[max(0, verb - 2) : verb])
        if after[0].acts("finite"):
            return any(_NUMBERED.search(token.text) for token in self.tokens[max(0, verb - 2) : verb])
        for token, behind in zip(after[1:], (*after[2:], None), strict=True):
            if token.acts("agent", "suffix") or (token.is_a("drug_head") and (coded or not token.is_a("loose_head"))):
                return True
            if token.is_a("preposition", "relative"):
                return coded and token.is_a("relative")
            if _PARTICIPLE.fullmatch(token.text) and behind is not None and behind.is_a("determiner"):
                return False
            ends = behind is None or behind.is_a("preposition", "relative") or behind.text in ",;"
            if ends and (token.is_a("endogenous") or not token.is_a("modifier")):
                return False
        return False
