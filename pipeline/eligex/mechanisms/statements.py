"""What a sentence states: one drug, one action, one target, and the words that say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..lexicons.rows.mechanisms import ActionRow
from .clause import Clause, DrugHit, TargetHit
from .subjects import NONE, Subject, SubjectReader
from .targets import Phrase, Resolve, TargetReader

EMPTY = Phrase((), 0, 0)
# The more specific word wins where a text says two things of one drug and target ("binds to and inhibits").
_RANK = {"other": 0, "binder": 1, "modulator": 2}


@dataclass(frozen=True, slots=True)
class Statement:
    """One mechanism a sentence states; ``start:end`` is the quote with action and target."""

    drug: DrugHit
    action: str
    target: TargetHit
    start: int
    end: int


class StatementReader:
    """What every kind of statement needs: targets, subjects and the action they share.

    ``salient`` are the drugs a pronoun means, ``given`` the one a bare description speaks of; ``classes`` lets a
    class stand for a drug.
    """

    def __init__(
        self,
        clause: Clause,
        resolve: Resolve,
        salient: tuple[DrugHit, ...],
        given: tuple[DrugHit, ...],
        classes: bool = False,
    ) -> None:
        self.clause = clause
        self.classes = classes
        self.tokens = clause.tokens
        self.targets = TargetReader(clause, resolve)
        self.subjects = SubjectReader(clause, salient, given)

    def state(self, subject: Subject, row: ActionRow, index: int, phrase: Phrase) -> Iterator[Statement]:
        """Yield a statement for every drug and target."""
        action = self.action(row, index)
        for drug in subject.drugs:
            for target in phrase.hits:
                itself = target.text.lower() == drug.name.lower() or (
                    target.start < drug.end and drug.start < target.end
                )
                if itself and not drug.kind:
                    continue
                start = min(self.tokens[index].start, target.start)
                yield Statement(drug, action, target, start, max(self.tokens[index].end, target.end))

    def action(self, row: ActionRow, index: int) -> str:
        """Return the action of a word at ``index``, as its adverbs change it."""
        if row.action in ("other", "inherited"):
            return self.inherited(row, index)
        if row.action == "agonist" and self.partial(index):
            return "partial_agonist"
        for place in (index - 1, index + 1):
            if 0 <= place < len(self.tokens) and (adverb := self.tokens[place].acts("adverb")):
                return adverb.action
        return row.action

    def partial(self, index: int) -> bool:
        """Tell whether a word before ``index`` calls the agonist partial."""
        return any(token.is_a("partly_agonist") for token in self.tokens[max(0, index - 5) : index])

    def inherited(self, row: ActionRow, index: int) -> str:
        """Return what "targets" means where the sentence has called the drug an inhibitor or agonist."""
        said = [agent.action for token in self.tokens[:index] if (agent := token.acts("agent"))]
        known = [action for action in said if action not in ("binder", "substrate", "modulator")]
        if known:
            return known[-1]
        return "binder" if any(token.is_a("antibody_head") for token in self.tokens[:index]) else "other"

    def class_named(self, phrase: Phrase, index: int, head: int) -> Subject:
        """Return the class a phrase names as the drug, where classes count: "prior SHP-2 inhibitors"."""
        if not self.classes or not phrase.hits or not any(hit.symbols or hit.vague for hit in phrase.hits):
            return NONE
        start = min(self.tokens[index].start, *(hit.start for hit in phrase.hits))
        last = self.tokens[head]
        if last.end <= max(hit.start for hit in phrase.hits):
            return NONE
        short = phrase.hits[0].text.rpartition("(")[2].rstrip(")") if len(phrase.hits) == 1 else ""
        name = (
            f"{short} {last.text.lower().removesuffix('s')}"
            if short and short.isupper() and "(" in phrase.hits[0].text
            else ""
        )
        return Subject((DrugHit(start, last.end, "", name, certain=False, kind=True),))


def strongest(statements: list[Statement]) -> list[Statement]:
    """Keep one statement a drug, target and place: the one whose action says most."""
    kept: dict[tuple[str, tuple[str, ...] | str, int], Statement] = {}
    for statement in statements:
        target = statement.target
        key = (statement.drug.name, target.symbols or target.text.lower(), target.start)
        other = kept.get(key)
        if other is None or _RANK.get(other.action, 3) < _RANK.get(statement.action, 3):
            kept[key] = statement
    return list(kept.values())
