"""Targets to the left of a noun: "a selective A inhibitor", "dual A/B antagonist", "A and B reuptake inhibitor"."""

from __future__ import annotations

from .clause import TargetHit
from .target_names import CODE, NameReader, Phrase, precise
from .targets_right import MAX_PHRASE, STOPS
from .tokens import Token

_LEFT_STOPS = tuple(stop for stop in STOPS if stop != "conjunction")


class LeftReader(NameReader):
    """Reads target phrases that stand before an agent noun."""

    def left(self, index: int, strict: bool = False, receptor: bool = False) -> Phrase:
        """Return the targets named before an agent noun at ``index``; ``strict`` takes only known ones."""
        first = self._left_edge(index)
        pieces = self._pieces(first, index)
        hits: list[TargetHit] = []
        tail: tuple[Token, ...] = ()
        taken_up = self.tokens[index - 1 : index] if index and self.tokens[index - 1].is_a("reuptake") else ()
        for start, end in reversed(pieces):
            hit, behind = self._piece(start, end, strict, receptor, tail or (taken_up if end < index else ()))
            if hit is None and hits:
                continue
            if hit is None and end == index and not self._only_describes(start, end):
                return Phrase((), first, index)
            if hit is not None:
                hits.insert(0, hit)
                tail = tail or behind
        return Phrase(precise(hits), first, index)

    def named(self, index: int) -> Phrase:
        """Return the target whose whole name ends before ``index``, action words in it being part of the name."""
        for first in range(max(0, index - 6), index):
            if found := self.resolve(self.clause.text(first, index)):
                span = (self.tokens[first].start, self.tokens[index - 1].end)
                return Phrase(
                    (TargetHit(*span, self.clause.text(first, index), found.symbols, found.name),), first, index
                )
        return Phrase((), index, index)

    def _left_edge(self, index: int) -> int:
        tokens = self.tokens
        edge = index
        while edge > 0 and index - edge < 2 * MAX_PHRASE:
            over = self.clause.targets.get(edge - 1)
            if over:
                edge = over.first
                continue
            token = tokens[edge - 1]
            if edge - 1 in self.clause.drugs or token.is_a(*_LEFT_STOPS) or token.acts("finite", "past", "ing"):
                if not token.is_a("modifier") or edge - 1 in self.clause.drugs:
                    break
            elif token.is_a("conjunction") or token.text in ",/":
                if not self._list_goes_on(edge - 1):
                    break
            elif not token.text[0].isalnum():
                break
            edge -= 1
        return edge

    def _list_goes_on(self, index: int) -> bool:
        """Tell whether what stands before a comma or conjunction belongs to the same list."""
        if index == 0 or index - 1 in self.clause.drugs:
            return False
        if self._one_word(index):
            return True
        before = self.tokens[index - 1]
        if before.text.isdigit() and index >= 2 and index - 2 in self.clause.targets:
            return True
        if (
            before.is_a("biochemical")
            or index - 1 in self.clause.targets
            or (before.is_a("modifier") and not before.is_a("drug_head"))
        ):
            return True
        if before.text == "," and index >= 2:
            return self._list_goes_on(index - 1)
        return bool(CODE.fullmatch(before.text)) and not before.is_a("stop_symbol")

    def _pieces(self, first: int, last: int) -> list[tuple[int, int]]:
        pieces, start = [], first
        index = first
        while index < last:
            over = self.clause.targets.get(index)
            if over:
                index = max(over.last, index + 1)
                continue
            token = self.tokens[index]
            if token.is_a("conjunction") or (token.text in ",/" and not self._one_word(index)):
                if index > start:
                    pieces.append((start, index))
                start = index + 1
            index += 1
        if last > start:
            pieces.append((start, last))
        return pieces

    def _one_word(self, index: int) -> bool:
        """Tell whether a stroke joins unknown words into one name: "sodium/glucose co-transporter"."""
        if self.tokens[index].text != "/" or index + 1 >= len(self.tokens):
            return False
        left, right = self.tokens[index - 1], self.tokens[index + 1]
        known = index - 1 in self.clause.targets or index + 1 in self.clause.targets
        return not known and left.text.islower() and right.text.islower() and left.end + 1 == right.start

    def _only_describes(self, start: int, end: int) -> bool:
        return all(token.is_a("modifier", "determiner", "vague_target") for token in self.tokens[start:end])

    def _piece(
        self, start: int, end: int, strict: bool, receptor: bool, tail: tuple[Token, ...]
    ) -> tuple[TargetHit | None, tuple[Token, ...]]:
        overs = list({id(o): o for i in range(start, end) if (o := self.clause.targets.get(i))}.values())
        if overs:
            over = next((o for o in reversed(overs) if o.target and not o.target.vague), overs[-1])
            behind = self.tokens[over.last : end]
            if self.opaque(behind) or any(t.is_a("participle") for t in behind) or over.target is None:
                return None, ()
            if any(t.text.islower() and not self.transparent(t) for t in behind):
                return self._left_unknown(start, end, tail), ()
            return self._left_known(start, over.first, over.last, end, over.target, receptor, tail), behind
        if strict:
            token = self.tokens[end - 1]
            alone = token.is_a("biochemical")
            return (TargetHit(token.start, token.end, token.text) if alone else None), ()
        return self._left_unknown(start, end, tail), ()

    def _left_known(
        self, start: int, first: int, last: int, end: int, hit: TargetHit, receptor: bool, tail: tuple[Token, ...]
    ) -> TargetHit:
        for stop in range(end, last, -1):
            name = self.clause.text(first, stop)
            if found := self.resolve(name):
                hit = TargetHit(hit.start, self.tokens[stop - 1].end, name, found.symbols, found.name)
                return self.aside(hit, stop)
        if last == end and tail and (found := self.resolve(f"{hit.text} {tail[0].text}")):
            return TargetHit(hit.start, hit.end, f"{hit.text} {tail[0].text}", found.symbols, found.name)
        ligand = receptor and "receptor_ligand" in self.clause.words.kinds(hit.text.lower())
        if ligand and (found := self.resolve(f"{hit.text} receptor")):
            return TargetHit(hit.start, hit.end, hit.text, found.symbols, found.name)
        if end > last and self.tokens[last].lower.rstrip("s") == "receptor":
            hit = self.receptor_of(hit, self.tokens[last])
        elif not hit.symbols:
            hit = self._from_left(start, hit)
        return self.aside(hit, end)

    def _from_left(self, start: int, hit: TargetHit) -> TargetHit:
        """Take the words before a general name into it: "HCV NS3 | serine protease"."""
        first = next(i for i, token in enumerate(self.tokens) if token.end > hit.start)
        edge = first
        while edge > start and any(char.isupper() for char in self.tokens[edge - 1].text):
            edge -= 1
        if edge == first:
            return hit
        text = self.clause.text(edge, first)
        return TargetHit(self.tokens[edge].start, hit.end, f"{text} {hit.text}")

    def _left_unknown(self, start: int, end: int, tail: tuple[Token, ...]) -> TargetHit | None:
        while start < end and self.tokens[start].is_a("modifier") and not self.tokens[start].is_a("molecular_head"):
            start += 1
        while start < end and self.tokens[start].lower.endswith("ly"):
            start += 1
        if end - start > 1 and self.tokens[start].text.isdigit() and self.vague(start + 1, end):
            start += 1  # "2 protease inhibitors"
        if start == end:
            return None
        if tail and (found := self.resolve(f"{self.clause.text(start, end)} {tail[0].text}")):
            span = (self.tokens[start].start, self.tokens[end - 1].end)
            return TargetHit(*span, f"{self.clause.text(start, end)} {tail[0].text}", found.symbols, found.name)
        if found := self.by_aside(start, end) or self.recased(start, end):
            return found
        words = self.tokens[start:end]
        if found := self.composed(start, end):
            return self._reuptake_of(found)
        text = self.clause.text(start, end)
        if found := self.resolve(f"{text} receptor"):
            return TargetHit(words[0].start, words[-1].end, text, found.symbols, found.name)
        if self.opaque(words) or len(words) > 5 or self._names_drug(words):
            return None
        if all(t.is_a("generic", "modifier") for t in words) and not self.vague(start, end):
            return None
        if not (self.target_shaped(start, end, right=False) or self.vague(start, end)):
            return None
        return TargetHit(words[0].start, words[-1].end, text, vague=self.vague(start, end))

    def _names_drug(self, words: tuple[Token, ...]) -> bool:
        return any(t.is_a("class_head") or (t.is_a("drug_head") and not t.is_a("loose_head")) for t in words)

    def _reuptake_of(self, hit: TargetHit) -> TargetHit:
        found = self.resolve(hit.text)
        return TargetHit(hit.start, hit.end, hit.text, found.symbols, found.name) if found else hit
