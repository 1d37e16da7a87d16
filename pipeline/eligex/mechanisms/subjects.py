"""Which drug an action word speaks of: apposition, subject, relative clause, pronoun."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .drug_lists import ListReader
from .drug_names import NONE, Subject
from .tokens import Token

__all__ = ["NONE", "Subject", "SubjectReader"]

_PAST = re.compile(r"[a-z]{2,}ed")
_BULLETS = "-–*•:>"
_MAX_STEPS = 40
_REACH = 6


@dataclass(slots=True)
class SubjectReader(ListReader):
    """Finds the drugs that the words of one clause speak of; ``salient`` are those a pronoun would mean."""

    def of_phrase(self, edge: int) -> Subject:
        """Return what the noun phrase that starts at ``edge`` is said of: copula, apposition, relative clause."""
        tokens = self.tokens
        while edge > 0 and edge - 1 not in self.clause.drugs and self._goes_on(edge - 1):
            edge -= 1
        if edge == 0:
            return self.whole_line()
        if edge - 1 in self.clause.drugs:
            return self.ending_at(edge, single=True)
        token = tokens[edge - 1]
        if token.text in ",-–:" and edge >= 2 and edge - 2 in self.clause.drugs:
            return NONE if token.text == "," and self._enumerated(edge) else self.ending_at(edge - 1, single=True)
        if token.is_a("negation", "hypothetical"):
            return NONE
        if token.is_a("copula", "acting"):
            return self.of_verb(edge - 1)
        if token.is_a("naming") or (token.is_a("preposition") and token.is_a("heading")):
            return self._of_group(edge - 1)
        if token.is_a("conjunction") or (token.text == "," and tokens[edge].is_a("article")):
            return self._predicate(edge - 1)
        if token.is_a("possessing"):
            return self.of_verb(edge - 1)
        return NONE

    def _enumerated(self, edge: int) -> bool:
        """Tell whether "X, A inhibitors" is one more item of a list rather than what X is."""
        if self.tokens[edge].is_a("article"):
            return False
        head = edge
        while head < len(self.tokens) and not self.tokens[head].acts("agent"):
            head += 1
        before = self.clause.drugs[edge - 2].first - 1
        listed = before >= 0 and (self.tokens[before].text == "," or self.tokens[before].is_a("lister", "conjunction"))
        plural = head < len(self.tokens) and self.tokens[head].lower.endswith("s")
        rest = self.tokens[head + 1 : head + 3]
        goes_on = bool(rest) and rest[-1 if rest[0].text == "," else 0].is_a("conjunction")
        return listed or plural or goes_on

    def _goes_on(self, index: int) -> bool:
        token = self.tokens[index]
        if (token.text == "," or token.is_a("conjunction")) and 0 < index < len(self.tokens) - 1:
            return self.tokens[index - 1].is_a("modifier")
        return self._describes(token)

    def _describes(self, token: Token) -> bool:
        if token.is_a(
            "copula", "acting", "naming", "lister", "conjunction", "preposition", "relative", "negation", "hypothetical"
        ):
            return token.is_a("determiner") and not token.is_a("relative")
        if token.text in "'’/" or token.is_a("modifier"):
            return True
        if token.acts("finite", "ing", "past"):
            return False
        return (token.text[0].isalnum() and not token.is_a("pronoun", "auxiliary")) or token.is_a(
            "modifier", "determiner"
        )

    def whole_line(self) -> Subject:
        """Return what a line without a subject speaks of: the drug before its bracket, or the intervention."""
        if self.clause.host:
            clause, place = self.clause.host
            if place - 1 in clause.drugs:
                return SubjectReader(clause).ending_at(place, single=True)
            return NONE
        return Subject(self.given)

    def _predicate(self, index: int, called: bool = False) -> Subject:
        """Return the subject of "is a potent A inhibitor and | a B antagonist"."""
        for place in range(index - 1, max(index - _MAX_STEPS, -1), -1):
            token = self.tokens[place]
            if token.is_a("negation", "hypothetical", "lister", "likened"):
                break
            if token.is_a("copula", "acting"):
                named = any(t.is_a("drug_head") or t.acts("agent") for t in self.tokens[place:index])
                return self.of_verb(place) if named or called else NONE
            if token.is_a("relative") or token.acts("finite") or token.text == ";":
                break
        return NONE

    def _of_group(self, index: int) -> Subject:
        """Return the subject of "X is a macrolide of | the calcineurin inhibitor group"."""
        if index and self.tokens[index - 1].is_a("modifier"):
            return self.of_phrase(index)
        if index == 0 or not self.tokens[index - 1].is_a("drug_head"):
            return self._predicate(index, called=self.tokens[index].is_a("naming"))
        return self.of_phrase(index - 1)

    def of_verb(self, index: int) -> Subject:
        """Return the subject of the verb at ``index``."""
        tokens = self.tokens
        place = index - 1
        while place >= 0 and index - place < _MAX_STEPS:
            token = tokens[place]
            if place in self.clause.drugs and self._compared(place):
                place = self.clause.drugs[place].first - 3
                continue
            if place in self.clause.drugs:
                # "cleavage of X by inhibiting A": X is not who inhibits
                object_of = tokens[place + 1].is_a("manner") and place > 0 and tokens[place - 1].is_a("preposition")
                return self.of_clause(place) if object_of else self._subject_at(place + 1)
            if token.is_a("negation", "hypothetical"):
                return NONE
            if token.is_a("relative") and not self._demonstrative(place):
                return self._antecedent(place)
            if token.is_a("anaphor"):
                return self._meant(place)
            if not (token.is_a("auxiliary", "modifier", "copula", "acting", "opening") or token.lower.endswith("ly")):
                break
            place -= 1
        mediated = any(self.tokens[step].is_a("manner") for step in range(place + 1, index))
        if mediated or (place >= 0 and _PAST.fullmatch(tokens[place].text)):
            return self._named_before(place) or self.of_clause(place + 1)
        return self._named_before(place) or self._nearest(place)

    def _nearest(self, place: int) -> Subject:
        """Return the subject of a verb behind the noun at ``place``: none where that noun is a subject of its own."""
        start = place
        while start >= 0 and place - start < _REACH and start not in self.clause.drugs:
            token = self.tokens[start]
            other = token.is_a("relative", "conjunction") or token.text in ",;"
            if other and start == place:
                break
            if other or start == 0:
                first = start if start == 0 and not other else start + 1
                return self.of_clause(place + 1) if start == 0 else self._own_subject(first)
            if not token.text[0].isalnum() or token.is_a("preposition", "copula", "auxiliary"):
                break
            start -= 1
        return self.of_clause(place + 1)

    def _own_subject(self, start: int) -> Subject:
        return Subject(self.salient) if self._refers(start) else NONE

    def _demonstrative(self, index: int) -> bool:
        return self.tokens[index].lower == "that" and index > 0 and self.tokens[index - 1].is_a("hypothetical")

    def _antecedent(self, index: int) -> Subject:
        """Return what "which" or "that" at ``index`` stands for."""
        place = index - 1
        while place >= 0 and self.tokens[place].text in ",-–":
            place -= 1
        if place < 0:
            return self.whole_line()
        if place in self.clause.drugs:
            return self._derived(place, index) or self.ending_at(place + 1, single=True)
        token = self.tokens[place]
        if token.is_a("drug_head") or token.acts("agent"):
            return self.of_head(place)
        if token.is_a("generic", "molecular_head", "endogenous") or place in self.clause.targets:
            return Subject(tuple(drug for drug in self.of_head(place).drugs if drug.certain))
        return self._far_head(place)

    def _derived(self, place: int, index: int) -> Subject:
        """Return what "a derivative of X that ..." is said of: the derivative, not X."""
        first = self.clause.drugs[place].first
        if place + 1 != index or first < 2 or self.tokens[first - 1].lower != "of":
            return NONE
        return self.of_head(first - 2) if self.tokens[first - 2].is_a("drug_head") else NONE

    def of_head(self, place: int) -> Subject:
        """Return what the noun phrase that ends with the noun at ``place`` is said of."""
        edge = place
        while edge > 0 and edge - 1 not in self.clause.drugs and self._describes(self.tokens[edge - 1]):
            edge -= 1
        return Subject(self.salient) if edge == 0 and self._refers(edge) else self.of_phrase(edge)

    def _far_head(self, place: int) -> Subject:
        """Return the subject of "X is a drug for the treatment of Y | that ..."."""
        for index in range(place, max(place - 15, -1), -1):
            token = self.tokens[index]
            if index in self.clause.drugs or token.is_a("relative") or token.acts("finite"):
                break
            if token.is_a("drug_head") or token.acts("agent"):
                return self.of_head(index)
        return NONE

    def of_clause(self, index: int) -> Subject:
        """Return the subject of the clause ``index`` is in: a drug with a verb behind it, or what a pronoun means."""
        for place in range(index - 1, -1, -1):
            token = self.tokens[place]
            if token.text == ";":
                break
            if place in self.clause.drugs and self._compared(place):
                continue
            if place in self.clause.drugs and self._is_subject(self.clause.drugs[place].last):
                return NONE if self._denied(self.clause.drugs[place].last, index) else self._subject_at(place + 1)
            if token.is_a("anaphor") and self._verb_follows(place + 1):
                return NONE if self._supposed(place) else self._meant(place)
        return self._opening_subject(index)

    def _compared(self, place: int) -> bool:
        """Tell whether a drug is only what the subject differs from: "X, unlike Y, is"."""
        first = self.clause.drugs[place].first
        return first > 1 and self.tokens[first - 1].is_a("comparing") and self.tokens[first - 2].text == ","

    def _denied(self, start: int, stop: int) -> bool:
        """Tell whether the verb behind a subject is negated or only supposed: "X is not counted as"."""
        for place in range(start, stop):
            token = self.tokens[place]
            if token.is_a("negation", "hypothetical"):
                return not any(later.lower == "but" for later in self.tokens[place:stop])
            if not token.is_a("copula", "auxiliary", "modifier", "acting"):
                break
        return False

    def _meant(self, place: int) -> Subject:
        """Return the drug a pronoun means: the subject before it in the sentence, else one named before."""
        for before in range(place - 1, -1, -1):
            if before in self.clause.drugs and self._is_subject(self.clause.drugs[before].last):
                return self.ending_at(before + 1)
        return Subject(self.salient)

    def _opening_subject(self, index: int) -> Subject:
        start = self._line_start()
        if self._refers(start):
            return Subject(self.salient)
        first = self._first_verb(start, index)
        drugs = [over for place, over in self.clause.drugs.items() if start <= place < first and over.first == place]
        if drugs:
            return self._subject_at(drugs[-1].last)
        return self._unknown_name(start, first)

    def _line_start(self) -> int:
        start = 0
        for place, token in enumerate(self.tokens[:8]):
            if token.text in _BULLETS:
                start = place + 1
        return start

    def _first_verb(self, start: int, stop: int) -> int:
        for place in range(start, stop):
            token = self.tokens[place]
            if token.is_a("copula", "acting", "auxiliary") or token.acts("finite"):
                return place
        return stop

    def _refers(self, start: int) -> bool:
        """Tell whether the line opens with words for a drug named before: "It", "This antibody", "The study drug"."""
        tokens = self.tokens[start : start + 4]
        if tokens and tokens[0].is_a("anaphor"):
            return True
        if len(tokens) < 2 or not tokens[0].is_a("pointing"):
            return False
        rest = [token for token in tokens[1:3] if not token.is_a("modifier")]
        return bool(rest) and rest[0].is_a("anaphor_head")

    def _is_subject(self, index: int) -> bool:
        """Tell whether a verb follows the drug that ends at ``index``."""
        tokens = self.tokens
        while index < len(tokens) and (index in self.clause.drugs or tokens[index].is_a("conjunction")):
            index += 1
        if tokens[index - 1].is_a("conjunction") and not self._group(index):
            return False
        if index < len(tokens) and not tokens[index].kinds and tokens[index].text[0].isupper():
            index += 1  # the maker behind a drug's name
        if index < len(tokens) and tokens[index].text in ",":
            return self._appositive(index)
        return self._verb_follows(index)

    def _group(self, index: int) -> bool:
        """Tell whether a verb follows a conjunction at once: "X inhibits A and | blocks B"."""
        return index < len(self.tokens) and (
            self.tokens[index].acts("finite") is not None or self.tokens[index].is_a("copula", "auxiliary", "acting")
        )

    def _appositive(self, index: int) -> bool:
        """Tell whether "X, an agent ..., " closes again before the verb."""
        rest = self.tokens[index + 1 : index + 3]
        return bool(rest) and rest[0].is_a("determiner", "relative", "copula", "comparing")

    def _verb_follows(self, index: int) -> bool:
        tokens = self.tokens
        while index < len(tokens) and (
            tokens[index].is_a("modifier", "auxiliary") or tokens[index].lower.endswith("ly")
        ):
            if tokens[index].is_a("auxiliary") and not tokens[index].is_a("complement"):
                return True
            index += 1
        if index >= len(tokens):
            return False
        token = tokens[index]
        return (
            token.is_a("copula", "acting", "hypothetical")
            or token.acts("finite", "past") is not None
            or bool(re.fullmatch(r"[a-z]{3,}(?:s|ed)", token.text) and not token.is_a("drug_head", "preposition"))
        )

    def _subject_at(self, end: int) -> Subject:
        over = self.clause.drugs[end - 1]
        if self._supposed(over.first):
            return NONE
        return self.ending_at(end)

    def _supposed(self, index: int) -> bool:
        """Tell whether "whether", "if" or a hypothesis opens what is said."""
        before = self.tokens[max(0, index - _REACH) : index]
        return any(token.is_a("supposing") for token in before)
