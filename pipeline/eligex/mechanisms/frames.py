"""From an action word to drug, action and target: one reader a grammatical role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..lexicons.rows.mechanisms import ActionRow
from .clause import Clause, DrugHit, TargetHit
from .subjects import NONE, Subject, SubjectReader
from .targets import Phrase, Resolve, TargetReader
from .tokens import Token

_EMPTY = Phrase((), 0, 0)
_HEAD_REACH = 7
_AGENT_REACH = 6
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


class FrameReader:
    """Reads the mechanisms one clause states."""

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

    def _state(self, subject: Subject, row: ActionRow, index: int, phrase: Phrase, end: int = 0) -> Iterator[Statement]:
        action = self._action(row, index)
        for drug in subject.drugs:
            for target in phrase.hits:
                if not drug.kind and target.start < drug.end and drug.start < target.end:
                    continue
                start = min(self.tokens[index].start, target.start)
                yield Statement(drug, action, target, start, max(self.tokens[index].end, target.end, end))

    def _action(self, row: ActionRow, index: int) -> str:
        if row.action in ("other", "inherited"):
            return self._inherited(row, index)
        if row.action == "agonist" and any(token.lower == "partial" for token in self.tokens[max(0, index - 5) : index]):
            return "partial_agonist"
        for place in (index - 1, index + 1):
            if 0 <= place < len(self.tokens) and (adverb := self.tokens[place].acts("adverb")):
                return adverb.action
        return row.action

    def _inherited(self, row: ActionRow, index: int) -> str:
        """Return what "targets" means where the sentence has called the drug an inhibitor or agonist."""
        said = [agent.action for token in self.tokens[:index] if (agent := token.acts("agent"))]
        known = [action for action in said if action not in ("binder", "substrate", "modulator")]
        if known:
            return known[-1]
        return "binder" if any(token.is_a("antibody_head") for token in self.tokens[:index]) else "other"

    # -- nouns for the drug: inhibitor, antagonist ------------------------------------------------------------------

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
        yield from self._state(subject or self._class(phrase, index, index), row, index, phrase)

    def _class(self, phrase: Phrase, index: int, head: int) -> Subject:
        """Return the class a phrase names as the drug, where classes count: "prior SHP-2 inhibitors"."""
        if not self.classes or not phrase.hits or not any(hit.symbols or hit.vague for hit in phrase.hits):
            return NONE
        start = min(self.tokens[index].start, *(hit.start for hit in phrase.hits))
        last = self.tokens[head]
        if last.end <= max(hit.start for hit in phrase.hits):
            return NONE
        words = " ".join(token.text for token in self.tokens if start <= token.start < last.end)
        return Subject((DrugHit(start, last.end, words, words.removesuffix("s"), certain=False, kind=True),))

    def _behind(self, index: int, row: ActionRow, receptor: bool) -> Phrase:
        place = index + 1
        if place < len(self.tokens) and self.tokens[place].lower in row.prepositions:
            return self.targets.right(place + 1)
        return _EMPTY

    def _of_agent(self, index: int, first: int, last: int) -> Subject:
        if found := self.subjects.named_after(index + 1):
            return found
        if last > index + 1 and (found := self.subjects.named_after(last)):
            return found
        return self.subjects.of_phrase(first)

    # -- verbs ------------------------------------------------------------------------------------------------------

    def _finite(self, index: int, row: ActionRow) -> Iterator[Statement]:
        phrase = self._object(index, row)
        if phrase.hits:
            yield from self._state(self.subjects.of_verb(index), row, index, phrase)

    def _ing(self, index: int, row: ActionRow) -> Iterator[Statement]:
        phrase = self._object(index, row)
        if phrase.hits:
            yield from self._state(self._of_participle(index), row, index, phrase)

    def _object(self, index: int, row: ActionRow) -> Phrase:
        place = index + 1
        tokens = self.tokens
        while place < len(tokens) and (tokens[place].lower.endswith("ly") or tokens[place].is_a("relation")):
            place += 1
        if place + 2 < len(tokens) and tokens[place].lower == "with" and row.prepositions:
            place = self._over_aside(place)
        if row.prepositions and place < len(tokens) and tokens[place].lower in row.prepositions:
            place += 1
        if place < len(tokens) and tokens[place].is_a("conjunction"):
            return self._shared_object(place + 1, row)
        return self.targets.right(place, drugs=row.action == "binder")

    def _over_aside(self, place: int) -> int:
        """Step over "with high affinity" between verb and preposition."""
        for step in range(place + 1, min(place + 6, len(self.tokens))):
            if self.tokens[step].lower in ("to", "for"):
                return step
        return place

    def _shared_object(self, place: int, first: ActionRow) -> Phrase:
        """Return the object of the next verb in "binds to and inhibits A"."""
        tokens = self.tokens
        while place < len(tokens) and (tokens[place].is_a("modifier", "auxiliary") or tokens[place].lower.endswith("ly")):
            place += 1
        if place >= len(tokens):
            return _EMPTY
        row = tokens[place].acts("finite", "ing")
        if row is None:
            return _EMPTY
        phrase = self._object(place, row)
        return phrase if phrase.hits else self.targets.right(place + 1, drugs=first.action == "binder")

    def _of_participle(self, index: int) -> Subject:
        """Return who does it in "antibody blocking A", "X, blocking A", "works by blocking A"."""
        tokens = self.tokens
        if index == 0:
            return self.subjects._whole_line()
        place = index - 1
        while place > 0 and tokens[place].lower.endswith("ly"):
            place -= 1
        before = tokens[place]
        if place in self.clause.drugs:
            return self.subjects._drugs_ending(place + 1, single=True)
        if before.is_a("determiner") or (before.acts("finite", "ing") and not before.is_a("drug_head")):
            return NONE
        if before.is_a("drug_head") or before.acts("agent"):
            return self.subjects._of_compound(place)
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
            yield from self._state(subject, row, index, self.targets.left(verb, strict=True))

    # -- nouns for the act: inhibition, blockade --------------------------------------------------------------------

    def _nominal(self, index: int, row: ActionRow) -> Iterator[Statement]:
        tokens = self.tokens
        if index + 1 < len(tokens) and tokens[index + 1].lower == "of" and index + 2 in self.clause.drugs:
            yield from self._of_to(index, row)
            return
        phrase = _EMPTY
        if index + 1 < len(tokens) and tokens[index + 1].lower in row.prepositions:
            phrase = self.targets.right(index + 2, shaped=False)
        if not phrase.hits:
            phrase = self.targets.left(index, strict=True)
        if phrase.hits:
            yield from self._state(self._doer(index, phrase), row, index, phrase)

    def _of_to(self, index: int, row: ActionRow) -> Iterator[Statement]:
        """Read "the binding of X to A"."""
        over = self.clause.drugs[index + 2]
        if over.last < len(self.tokens) and self.tokens[over.last].lower in ("to", "with") and over.drug:
            yield from self._state(Subject((over.drug,)), row, index, self.targets.right(over.last + 1))

    def _doer(self, index: int, phrase: Phrase) -> Subject:
        place = max(phrase.last, index + 1)
        for step in range(place, min(place + _AGENT_REACH, len(self.tokens))):
            token = self.tokens[step]
            if token.lower in ("by", "with", "using", "following", "after"):
                return self._by(step + 1)
            if not (token.is_a("copula", "auxiliary") or token.lower in ("achieved", "done", "induced", "produced")):
                break
        first = min(index, phrase.first)
        while first > 0 and (self.tokens[first - 1].is_a("determiner", "modifier")):
            first -= 1
        if first and self.tokens[first - 1].is_a("participle") and first - 2 in self.clause.drugs:
            return self.subjects._drugs_ending(first - 1, single=True)
        if first and self._opens(first):
            return self.subjects.of_verb(first)
        return NONE

    def _opens(self, first: int) -> bool:
        token = self.tokens[first - 1]
        if token.is_a("opening"):
            return True
        mechanism = any(t.lower in ("mechanism", "mode", "mechanisms") for t in self.tokens[: first - 1])
        return mechanism and token.is_a("copula", "acting")

    def _by(self, place: int) -> Subject:
        for step in range(place, min(place + 4, len(self.tokens))):
            if step in self.clause.drugs:
                return self.subjects.named_after(step)
            if not self.tokens[step].is_a("determiner", "modifier", "drug_head", "preposition") and self.tokens[
                step
            ].lower not in ("administration", "use"):
                break
        return NONE

    # -- adjectives: directed against, specific for -----------------------------------------------------------------

    def _relation(self, index: int, row: ActionRow) -> Iterator[Statement]:
        place = index + 1
        if place >= len(self.tokens) or self.tokens[place].lower not in row.prepositions:
            return
        phrase = self.targets.right(place + 1)
        if phrase.hits:
            yield from self._state(self._of_adjective(index), row, index, phrase)

    def _of_adjective(self, index: int) -> Subject:
        tokens = self.tokens
        place = index - 1
        while place >= 0 and (tokens[place].is_a("modifier", "determiner") or tokens[place].lower.endswith("ly")):
            if tokens[place].is_a("drug_head", "relative"):
                break
            place -= 1
        if place < 0:
            return self.subjects._whole_line()
        token = tokens[place]
        if place in self.clause.drugs:
            return self.subjects._drugs_ending(place + 1, single=True)
        if token.is_a("drug_head") or token.acts("agent"):
            return self.subjects._of_compound(place)
        if token.is_a("copula", "acting", "auxiliary"):
            return self.subjects.of_verb(place)
        if token.lower in ("with", "has", "have", "shows", "showing", "a", "of", "exhibits", "demonstrates", "having"):
            return self._with(place)
        return NONE

    def _with(self, place: int) -> Subject:
        """Return whose the affinity is in "an antibody with a high affinity for A"."""
        tokens = self.tokens
        while place > 0 and tokens[place].is_a("determiner", "modifier"):
            place -= 1
        if tokens[place].lower == "with" and place and (tokens[place - 1].is_a("drug_head") or tokens[place - 1].acts("agent")):
            return self.subjects._of_compound(place - 1)
        return self.subjects.of_verb(place + 1) if tokens[place].lower != "with" else self.subjects.of_clause(place)

    # -- compounds: CD20-directed, anti-CD20, antibody against CD20 -------------------------------------------------

    def _suffix(self, index: int, row: ActionRow) -> Iterator[Statement]:
        if index == 0 or index - 1 not in self.clause.targets:
            return
        if self._gap(index - 1, index) != 1 or self.tokens[index].start - self.tokens[index - 1].end > 1:
            return
        if index + 1 < len(self.tokens) and self.tokens[index + 1].is_a("generic", "process", "opaque"):
            return  # "vitamin D-binding protein"
        phrase = self.targets.left(index, strict=True)
        if phrase.hits:
            yield from self._state(self._of_compound_name(phrase.first, index + 1), row, index, phrase)

    def _gap(self, left: int, right: int) -> int:
        return self.tokens[right].start - self.tokens[left].end

    def _prefix(self, index: int, row: ActionRow) -> Iterator[Statement]:
        phrase = self.targets.compound(index + 1)
        if phrase.hits:
            subject = self._of_compound_name(index, phrase.last) or self._anti_class(index, phrase)
            yield from self._state(subject, row, index, phrase)

    def _anti_class(self, index: int, phrase: Phrase) -> Subject:
        head = self._head(phrase.last)
        if head is None or not self.tokens[head].is_a("classed"):
            return NONE
        return self._class(phrase, index, head)

    def _of_compound_name(self, first: int, behind: int) -> Subject:
        """Return the drug of "the CD20-directed antibody X" and "X, an anti-CD20 antibody"."""
        tokens = self.tokens
        head = self._head(behind)
        if head is None:
            near = next((p for p in range(behind, min(behind + _HEAD_REACH, len(tokens))) if p in self.clause.drugs), None)
            if near is not None and not any(t.is_a("copula", "relative", "preposition") for t in tokens[behind:near]):
                return self.subjects.named_after(near)
            if behind < len(tokens) and tokens[behind].text not in ",;.":
                return NONE
            head = behind - 1
        return self.subjects.named_after(head + 1) or self.subjects.of_phrase(first)

    def _head(self, index: int) -> int | None:
        found = None
        for place in range(index, min(index + _HEAD_REACH, len(self.tokens))):
            token = self.tokens[place]
            if token.is_a("antibody_head", "class_head", "drug_head") or token.acts("agent"):
                found = place
            elif place in self.clause.drugs or token.is_a("copula", "relative", "preposition", "conjunction") or not token.text[0].isalnum():
                break
        return found

    def _antibody(self, index: int, row: ActionRow) -> Iterator[Statement]:
        if index == 0 or not self.tokens[index - 1].is_a("antibody_head"):
            return
        phrase = self.targets.right(index + 1, shaped=True)
        if phrase.hits:
            subject = self.subjects.named_after(phrase.last) or self.subjects._of_compound(index - 1)
            yield from self._state(subject, row, index, phrase)

    def _trap(self, index: int) -> Iterator[Statement]:
        """Read "a BLyS receptor-antibody fusion protein": it binds what the receptor binds."""
        row = next(r for r in self.clause.words.actions["against"])
        phrase = self.targets.left(index)
        if phrase.hits and index + 1 < len(self.tokens) and self.tokens[index + 1].lower.startswith("fusion"):
            yield from self._state(self.subjects.of_phrase(phrase.first), row, index, phrase)

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
            yield from self._state(subject, row, index, phrase)


def _both(before: Phrase, after: Phrase) -> Phrase:
    hits = (*before.hits, *after.hits)
    precise = tuple(hit for hit in hits if not hit.vague)
    return Phrase(precise or hits, before.first, after.last)


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
