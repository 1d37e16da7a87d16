"""Targets to the right of an action word: "blocks A and B", "production of A", "a protein called A", "anti-A/B"."""

from __future__ import annotations

import re
from itertools import pairwise

from .clause import Over, TargetHit
from .target_names import CODE, NameReader, Phrase, precise
from .tokens import Token

# A phrase that must not be read over: whatever opens another clause or another role.
STOPS = (
    "preposition", "relative", "copula", "acting", "pronoun", "negation", "hypothetical", "opening", "determiner",
    "lister", "naming", "conjunction",
)  # fmt: skip
# "CD20 | expressed on", "VEGF | increasingly used": a participle or adverb ends the name before it.
_CLOSING = re.compile(r"[a-z]{3,}(?:ed|ing|ly)")
_VERB = re.compile(r"[a-z]{3,}s")
_SEAT = 7
MAX_PHRASE = 14
_NAMING_REACH = 14


class RightReader(NameReader):
    """Reads target phrases that follow an action word."""

    def right(self, index: int, shaped: bool = True, drugs: bool = False) -> Phrase:
        """Return the list of targets that starts at ``index``.

        ``shaped`` also takes unknown names shaped like one, ``drugs`` a drug that another one binds.
        """
        if drugs and index in self.clause.drugs and (drug := self.clause.drugs[index].drug):
            return Phrase((TargetHit(drug.start, drug.end, drug.text),), index, self.clause.drugs[index].last)
        hits: list[TargetHit] = []
        last = start = index
        while index < len(self.tokens):
            found, behind = self._noun_phrase(index, shaped)
            if not found and shaped:
                found, behind = self._shared_head(index)
            if not found:
                break
            hits += found
            last = behind
            index = self._separator(behind)
            if index == behind:
                index = self._over_seat(behind)
            if index == behind or self._apposed(behind, index):
                break
        return Phrase(precise(hits), start, last)

    def _shared_head(self, index: int) -> tuple[list[TargetHit], int]:
        """Read "both HIV and HBV DNA polymerases" as one name."""
        start = self._skip(index)
        middle = self._phrase_end(start)
        if middle == start or middle >= len(self.tokens) or self.tokens[middle].lower not in ("and", "or"):
            return [], index
        end = self._phrase_end(middle + 1)
        if end == middle + 1 or not self.target_shaped(middle + 1, end) or end - middle < 3:
            return [], index
        tokens = self.tokens
        names = [self.clause.text(start, middle), self.clause.text(middle + 1, end - 1)]
        span = (tokens[start].start, tokens[end - 1].end)
        if tokens[end - 1].is_a("reuptake"):
            return [self.reuptake(TargetHit(*span, name)) for name in names], end
        full = [f"{name} {tokens[end - 1].lower.rstrip('s')}" for name in names]
        each = [self.resolve(name) for name in full]
        if all(each):
            pairs = zip(full, each, strict=True)
            return [TargetHit(*span, name, known.symbols, known.name) for name, known in pairs if known], end
        return [TargetHit(tokens[start].start, tokens[end - 1].end, self.clause.text(start, end))], end

    def _over_seat(self, index: int) -> int:
        """Step over where a target sits to the next one: "CD3 | on T cells and | BCMA on tumour cells"."""
        tokens = self.tokens
        if index >= len(tokens) or not tokens[index].is_a("seated"):
            return index
        for place in range(index + 1, min(index + _SEAT, len(tokens) - 1)):
            if tokens[place].is_a("conjunction"):
                known = self._skip(place + 1) in self.clause.targets
                return place + 1 if known else index
            if tokens[place].text in ",;" or tokens[place].is_a("copula", "relative") or tokens[place].acts("finite"):
                break
        return index

    def _apposed(self, behind: int, index: int) -> bool:
        """Tell whether a comma opens an explanation: "SHP2, a tyrosine phosphatase"."""
        following = self.tokens[index].lower if index < len(self.tokens) else ""
        return index == behind + 1 and self.tokens[behind].text == "," and following in ("a", "an", "the", "one")

    def _separator(self, index: int) -> int:
        """Return the index behind a list separator, or ``index`` where the list ends."""
        tokens = self.tokens
        first = index
        while index < len(tokens) and (tokens[index].text in ",/+:" or tokens[index].is_a("conjunction", "lister")):
            index += 1
        while (
            index > first and index < len(tokens) and tokens[index].is_a("preposition") and tokens[index].lower == "to"
        ):
            index += 1
        return index

    def _noun_phrase(self, index: int, shaped: bool) -> tuple[list[TargetHit], int]:
        start = self._skip(index)
        end = self._phrase_end(start)
        if start == end:
            return [], index
        known = list(dict.fromkeys(id(o) for i in range(start, end) if (o := self.clause.targets.get(i))))
        overs = {id(o): o for i in range(start, end) if (o := self.clause.targets.get(i))}
        if known:
            return self._known([overs[key] for key in known], start, end)
        return self._unknown(start, end, shaped)

    def _skip(self, index: int) -> int:
        """Step over articles and describing words that do not belong to a target's name."""
        tokens = self.tokens
        while index < len(tokens) and index not in self.clause.targets:
            token = tokens[index]
            plain = token.is_a("determiner", "modifier") or token.text in "\"'“”"
            if not plain and not token.lower.endswith("ly") and not token.is_a("lister"):
                break
            index += 1
        return index

    def _phrase_end(self, index: int) -> int:
        tokens = self.tokens
        end = index
        while end < len(tokens) and end - index < MAX_PHRASE:
            over = self.clause.targets.get(end)
            if over:
                end = over.last
                continue
            token = tokens[end]
            if token.is_a(*STOPS) or not token.text[0].isalnum() or token.acts("finite"):
                break
            if token.acts("ing") and not token.is_a("transparent"):
                break
            if end in self.clause.drugs and end > index:
                break
            end += 1
        return end

    def _known(self, overs: list[Over], start: int, end: int) -> tuple[list[TargetHit], int]:
        tokens = self.tokens
        if any(tokens[over.last].is_a("participle") for over in overs if over.last < end):
            return [], start
        if overs[-1].last < len(tokens) and tokens[overs[-1].last].text in "-–" and self._dangles(overs[-1].last):
            return [], start
        last = overs[-1].last
        end = self._tail_end(last, end)
        if end > last and not (tokens[end - 1].is_a("molecular_head") or all(map(self.transparent, tokens[last:end]))):
            return [], start
        hits = [over.target for over in overs if over.target]
        final = self._widen(overs[-1].first, last, end, hits[-1])
        listed = [final] if len(overs) == 1 or not self._joined(overs) else [*hits[:-1], final]
        more, end = self.carried(final, end)
        return [*listed, *more], end

    def _dangles(self, index: int) -> bool:
        """Tell whether a hyphen stands for a tail that comes later: "PDGF- and VEGF-driven"."""
        return self.tokens[index].start == self.tokens[index - 1].end

    def _joined(self, overs: list[Over]) -> bool:
        return all(
            left.last + 1 == right.first and self.tokens[left.last].text in "/-–+" for left, right in pairwise(overs)
        )

    def _tail_end(self, last: int, end: int) -> int:
        """Cut a tail at a participle that opens a clause of its own: "CD20 | expressed on B cells"."""
        for index in range(last, end):
            token = self.tokens[index]
            if token.is_a("transparent") or token.joined:
                continue
            verb = (
                _VERB.fullmatch(token.text)
                and index + 1 < len(self.tokens)
                and self.tokens[index + 1].is_a("determiner")
            )
            if verb or _CLOSING.fullmatch(token.lower) or token.is_a("auxiliary"):
                return index
        return end

    def _widen(self, first: int, last: int, end: int, hit: TargetHit) -> TargetHit:
        """Take the words behind a known name into the target where they name another known one (VEGF receptor)."""
        tokens = self.tokens
        for index in range(end, last, -1):
            name = self.clause.text(first, index)
            if found := self.resolve(name):
                hit = TargetHit(hit.start, tokens[index - 1].end, name, found.symbols, found.name)
                return self.aside(hit, end)
        if end > last and tokens[last].lower.rstrip("s") == "receptor":
            hit = self.receptor_of(hit, tokens[last])
        return self.aside(hit, end)

    def _unknown(self, start: int, end: int, shaped: bool) -> tuple[list[TargetHit], int]:
        tokens, clause = self.tokens, self.clause
        if start in clause.drugs:
            return [], start
        end = self._tail_end(start + 1, end) if end > start else end
        if single := self.by_aside(start, end) or self.recased(start, end):
            return [single], end
        while (
            end - start > 1
            and tokens[end - 1].is_a("modifier")
            and not tokens[end - 1].is_a("process", "molecular_head")
        ):
            end -= 1
        head = tokens[end - 1]
        following = tokens[end] if end < len(tokens) else None
        if following is not None and self._leads_on(head, following):
            return self._through(head, end + 1, shaped)
        if single := self.composed(start, end):
            return [single], end
        if head.is_a("generic") and not any(CODE.fullmatch(t.text) for t in tokens[start:end]):
            found, behind = self._named(end)
            if found or not head.is_a("molecular_head") or not head.is_a("sited"):
                return found, behind
        if shaped and self.target_shaped(start, end):
            vague = self.vague(start, end)
            return [TargetHit(tokens[start].start, head.end, clause.text(start, end), vague=vague)], end
        return [], start

    def compound(self, index: int) -> Phrase:
        """Return the known targets right at ``index``, joined by signs or conjunctions only: "anti-A/B"."""
        hits: list[TargetHit] = []
        first = last = index
        while index in self.clause.targets:
            over = self.clause.targets[index]
            if over.target is None or (hits and over.target.vague):
                break
            if over.last < len(self.tokens) and self._goes_on(self.tokens[over.last]):
                return Phrase((), first, first)
            hits.append(self.aside(over.target, over.last))
            more, last = self.carried(over.target, over.last)
            hits += more
            index = last
            while index < len(self.tokens) and (
                self.tokens[index].text in "/-–+," or self.tokens[index].is_a("conjunction", "prefix")
            ):
                index += 1
        return Phrase(tuple(hits), first, last)

    def _goes_on(self, token: Token) -> bool:
        """Tell whether a name goes on behind what is known of it: "anti-insulin | growth factor receptor"."""
        ends = token.is_a("antibody_head", "class_head", "drug_head") or token.acts("agent")
        return token.is_a("opaque", "molecular_head", "generic", "participle") and not ends

    def _leads_on(self, head: Token, following: Token) -> bool:
        """Tell whether the target comes behind: "production of", "interaction between", "ligand binding to"."""
        if head.is_a("bond"):
            return following.is_a("bonding")
        return head.is_a("process") and following.lower == "of"

    def _through(self, head: Token, index: int, shaped: bool) -> tuple[list[TargetHit], int]:
        """Read the targets behind "the production of", "the interaction between"."""
        inner = self.right(index, shaped=False)
        if not inner.hits and head.is_a("reuptake"):
            taken = self.taken_up(index)
            return list(taken.hits), taken.last
        if not inner.hits:
            return self._made_of(head, index)
        if head.is_a("reuptake"):
            return [self.reuptake(hit) for hit in inner.hits], inner.last
        return list(inner.hits), inner.last

    def _made_of(self, head: Token, index: int) -> tuple[list[TargetHit], int]:
        """Read "the synthesis of viral RNA" as one target."""
        start = self._skip(index)
        if start >= len(self.tokens) or not self.tokens[start].is_a("biochemical") or head.is_a("bond"):
            return [], index
        token = self.tokens[start]
        if token.is_a("generic") and head.is_a("whole_act"):
            return [], index
        text = token.text if head.is_a("whole_act") else f"{token.text} {head.text}"
        return [TargetHit(token.start, token.end, text)], start + 1

    def taken_up(self, index: int) -> Phrase:
        """Read substances as their transporters: "a reuptake inhibitor of serotonin"."""
        hits: list[TargetHit] = []
        last = index
        for place in range(index, len(self.tokens)):
            token = self.tokens[place]
            if token.is_a("biochemical"):
                hits.append(self.reuptake(TargetHit(token.start, token.end, token.text)))
                last = place + 1
            elif not (token.is_a("determiner", "conjunction") or token.text == ","):
                break
        return Phrase(tuple(hits), index, last)

    def _named(self, index: int) -> tuple[list[TargetHit], int]:
        """Look on for the name of "a protein called ..."."""
        for place in range(index, min(index + _NAMING_REACH, len(self.tokens))):
            token = self.tokens[place]
            copular = place + 1 < len(self.tokens) and token.is_a("relative") and self.tokens[place + 1].is_a("copula")
            if token.is_a("naming", "lister") or copular:
                phrase = self.right(place + 1 + copular, shaped=not copular and token.is_a("naming"))
                return list(phrase.hits), phrase.last
            if token.text in ";:" or token.acts("finite", "nominal"):
                break
        return [], index
