"""Drugs named in one breath: "the inhibitors X and Y", "X, Y or Z is"."""

from __future__ import annotations

from dataclasses import dataclass

from .clause import Clause, DrugHit
from .drug_names import NONE, NameGuesser, Subject


@dataclass(slots=True)
class ListReader(NameGuesser):
    """Reads drugs in apposition and coordination."""

    def named_after(self, index: int) -> Subject:
        """Return drugs in apposition right behind an agent noun: "the inhibitor X", "inhibitors such as X and Y"."""
        aside = self.clause.asides.get(index)
        if aside and (found := self._listed(aside, 0, whole=True)):
            return found
        tokens = self.tokens
        start = index
        while start < len(tokens) and start - index < 3:
            token = tokens[start]
            if start in self.clause.drugs and start > index and tokens[start - 1].text == ",":
                return self._apposed(index, start)
            if start in self.clause.drugs:
                several = start > index or tokens[index - 1].lower.endswith("s")
                return self._listed(self.clause, start) if several else self._first(start)
            if not (token.is_a("lister", "naming", "drug_head") or token.text in ","):
                break
            start += 1
        return NONE

    def _apposed(self, index: int, start: int) -> Subject:
        """Return the drug of "the uptake inhibitor, X": a list ("inhibitors, X and Y") names others."""
        behind = self.clause.drugs[start].last
        goes_on = behind < len(self.tokens) and self.tokens[behind].is_a("conjunction")
        if self.tokens[index - 1].lower.endswith("s") or goes_on:
            return NONE
        return self._first(start)

    def _first(self, index: int) -> Subject:
        drug = self.clause.drugs[index].drug
        return Subject((drug,)) if drug else NONE

    def _listed(self, clause: Clause, index: int, whole: bool = False) -> Subject:
        """Return the drugs listed from ``index``; with ``whole`` only where nothing else follows them."""
        while index < len(clause) and (clause.tokens[index].is_a("lister") or clause.tokens[index].text in ",.:"):
            index += 1
        found: list[DrugHit] = []
        while index < len(clause) and index in clause.drugs:
            over = clause.drugs[index]
            if over.drug:
                found.append(over.drug)
            index = over.last
            while index < len(clause) and (
                clause.tokens[index].text in ",/" or clause.tokens[index].is_a("conjunction")
            ):
                index += 1
        if whole and index < len(clause) and clause.tokens[index].text[0].isalnum():
            return NONE
        return Subject(tuple(found))

    def ending_at(self, end: int, single: bool = False) -> Subject:
        """Return the drug that ends at ``end`` and, unless ``single``, those coordinated before it."""
        found: list[DrugHit] = []
        place = end - 1
        while place in self.clause.drugs:
            over = self.clause.drugs[place]
            if over.drug is not None and (single or over.drug.certain or self._vouched(over.last)):
                found.insert(0, over.drug)
            if single:
                break
            place = over.first - 1
            if place > 0 and self.tokens[place].lower == "with" and place - 1 in self.clause.drugs:
                found.clear()  # "A with B is ...": said of A
                place -= 1
                continue
            while place >= 0 and (self.tokens[place].text in ",/+" or self.tokens[place].is_a("conjunction")):
                place -= 1
        return Subject(tuple(found))
