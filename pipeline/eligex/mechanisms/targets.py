"""The targets of an action word: noun phrases to its right ("blocks A and B") or left ("dual A/B inhibitor")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .clause import Clause, TargetHit
from .tokens import Token

Resolve = Callable[[str], TargetHit | None]
"""Looks a name up that is a target as a whole; offsets of the result are meaningless."""

# A phrase that must not be read over: whatever opens another clause or another role.
_STOPS = (
    "preposition", "relative", "copula", "acting", "pronoun", "negation", "hypothetical", "opening", "determiner",
    "lister", "naming", "conjunction",
)  # fmt: skip
_LEFT_STOPS = tuple(stop for stop in _STOPS if stop != "conjunction")
_CODE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z]{1,8}-?\d{1,4}[A-Za-z0-9]{0,3}|[A-Z]{2,6}s?|[A-Z]{2,6}-[A-Z0-9]{1,4}|[A-Z][a-z]{1,4}\d{1,2}")
_CARRY = re.compile(r"[-‐‑–]?(\d{1,2}[A-Za-z]?|[A-Z]|alpha|beta|gamma|delta)")
_STEM = re.compile(r"(.*?)[-‐‑– ]?(\d{1,2}[A-Za-z]?)")
_GRADE = re.compile(r"[A-Z]|\d{1,2}[a-z]?|[IVX]{1,4}|alpha|beta|gamma|delta")
_LETTERED = re.compile(r"(.*\d)[A-Z]")
_RANGE = re.compile(r"(\d)[-‐‑–](\d)")
_PARTICIPLE = re.compile(r"[a-z]{3,}(?:ed|ing)")
_RECEPTOR_CODE = re.compile(r"CD\d+\w*|[A-Za-z0-9]{2,8}R\d{0,2}s?|HER[ -]?[1-4]|MET|c-MET|RON|KIT|c-[Kk]it|RET|TIE-?2", re.IGNORECASE)
_SHORTEST_ASIDE = 3
_MAX_PHRASE = 14
_NAMING_REACH = 14


@dataclass(frozen=True, slots=True)
class Phrase:
    """The targets found beside an action word and the tokens ``first:last`` they take up."""

    hits: tuple[TargetHit, ...]
    first: int
    last: int


class TargetReader:
    """Reads target phrases of one clause."""

    def __init__(self, clause: Clause, resolve: Resolve) -> None:
        self.clause = clause
        self.tokens = clause.tokens
        self.resolve = resolve

    # -- to the right ---------------------------------------------------------------------------------------------

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
            if not found and not hits and shaped:
                found, behind = self._shared_head(index)
            if not found:
                break
            hits += found
            last = behind
            index = self._separator(behind)
            if index == behind or self._apposed(behind, index):
                break
        return Phrase(_precise(hits), start, last)

    def _shared_head(self, index: int) -> tuple[list[TargetHit], int]:
        """Read "both HIV and HBV DNA polymerases" as one name."""
        start = self._skip(index)
        middle = self._phrase_end(start)
        if middle == start or middle >= len(self.tokens) or self.tokens[middle].lower not in ("and", "or"):
            return [], index
        end = self._phrase_end(middle + 1)
        if end == middle + 1 or not self._target_shaped(middle + 1, end) or end - middle < 3:
            return [], index
        tokens = self.tokens
        names = [self.clause.text(start, middle), self.clause.text(middle + 1, end - 1)]
        span = (tokens[start].start, tokens[end - 1].end)
        if tokens[end - 1].is_a("reuptake"):
            return [self._reuptake(TargetHit(*span, name)) for name in names], end
        full = [f"{name} {tokens[end - 1].lower.rstrip('s')}" for name in names]
        each = [self.resolve(name) for name in full]
        if all(each):
            pairs = zip(full, each, strict=True)
            return [TargetHit(*span, name, known.symbols, known.name) for name, known in pairs if known], end
        return [TargetHit(tokens[start].start, tokens[end - 1].end, self.clause.text(start, end))], end

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
        while index > first and index < len(tokens) and tokens[index].is_a("preposition") and tokens[index].lower == "to":
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
        while end < len(tokens) and end - index < _MAX_PHRASE:
            over = self.clause.targets.get(end)
            if over:
                end = over.last
                continue
            token = tokens[end]
            if token.is_a(*_STOPS) or not token.text[0].isalnum() or token.acts("finite"):
                break
            if token.acts("ing") and not token.is_a("transparent"):
                break
            if end in self.clause.drugs and end > index:
                break
            end += 1
        return end

    def _known(self, overs: list, start: int, end: int) -> tuple[list[TargetHit], int]:  # type: ignore[type-arg]
        tokens = self.tokens
        if any(tokens[over.last].is_a("participle") for over in overs if over.last < end):
            return [], start
        if overs[-1].last < len(tokens) and tokens[overs[-1].last].text in "-–" and self._dangles(overs[-1].last):
            return [], start
        last = overs[-1].last
        end = self._tail_end(last, end)
        if any(not self._transparent(token) for token in tokens[last:end]):
            return [], start
        hits = [over.target for over in overs if over.target]
        final = self._widen(overs[-1].first, last, end, hits[-1])
        listed = [final] if len(overs) == 1 or not self._joined(overs) else [*hits[:-1], final]
        more, end = self._carried(final, end)
        return [*listed, *more], end

    def _dangles(self, index: int) -> bool:
        """Tell whether a hyphen stands for a tail that comes later: "PDGF- and VEGF-driven"."""
        return self.tokens[index].start == self.tokens[index - 1].end

    def _joined(self, overs: list) -> bool:  # type: ignore[type-arg]
        return all(
            left.last + 1 == right.first and self.tokens[left.last].text in "/-–+" for left, right in zip(overs, overs[1:])
        )

    def _tail_end(self, last: int, end: int) -> int:
        """Cut a tail at a participle that opens a clause of its own: "CD20 | expressed on B cells"."""
        for index in range(last, end):
            token = self.tokens[index]
            if _PARTICIPLE.fullmatch(token.lower) and not token.is_a("transparent", "participle"):
                return index
        return end

    def _transparent(self, token: Token) -> bool:
        return token.is_a("transparent", "modifier", "process", "molecular_head") or token.text.isdigit() or (
            len(token.text) <= 4 and token.text.isupper()
        )

    def _widen(self, first: int, last: int, end: int, hit: TargetHit) -> TargetHit:
        """Take the words behind a known name into the target where they name another known one (VEGF receptor)."""
        tokens = self.tokens
        for index in range(end, last, -1):
            name = self.clause.text(first, index)
            if found := self.resolve(name):
                hit = TargetHit(hit.start, tokens[index - 1].end, name, found.symbols, found.name)
                return self._aside(hit, end)
        if end > last and tokens[last].lower.rstrip("s") == "receptor":
            hit = self._receptor_of(hit, tokens[last])
        return self._aside(hit, end)

    def _receptor_of(self, hit: TargetHit, word: Token) -> TargetHit:
        """Return the receptor of a ligand that has no entry of its own; a receptor's own name keeps its symbols."""
        itself = "receptor" in f"{hit.name} {hit.text}".lower() or _RECEPTOR_CODE.fullmatch(hit.text)
        text = hit.text if "receptor" in hit.text.lower() else f"{hit.text} {word.text}"
        return TargetHit(hit.start, word.end, text, hit.symbols if itself else (), hit.name if itself else None)

    def _aside(self, hit: TargetHit, index: int) -> TargetHit:
        """Let a bracketed short form decide: "resonance energy transfer (RET)"."""
        for place in (index, index - 1):
            aside = self.clause.asides.get(place)
            if aside is None or len(aside) == 0 or aside.tokens[0].start < hit.start or 0 not in aside.targets:
                continue
            over = aside.targets[0]
            if over.last != len(aside) or over.target is None:
                continue
            inner = over.target
            text = hit.text if inner.text in hit.text else f"{hit.text} ({inner.text})"
            if len(inner.text) < _SHORTEST_ASIDE and not set(inner.symbols) & set(hit.symbols):
                continue
            if set(inner.symbols) & set(hit.symbols) or not inner.symbols:
                return TargetHit(hit.start, inner.end, text, hit.symbols, hit.name)
            return TargetHit(hit.start, inner.end, text, inner.symbols, inner.name)
        return hit

    def _carried(self, hit: TargetHit, end: int) -> tuple[list[TargetHit], int]:
        """Read on where only the number changes: "VEGFR-1, -2 and -3", "JAK1/2", "FGFR 1-4"."""
        found: list[TargetHit] = []
        if span := self._range(hit, end):
            found, end = span
        index = end
        while index < len(self.tokens):
            start = index
            while index < len(self.tokens) and (self.tokens[index].text in ",/" or self.tokens[index].is_a("conjunction")):
                index += 1
            if index == len(self.tokens) or index in self.clause.targets:
                break
            token = self.tokens[index]
            if index == start and token.text[0] not in "-‐‑–" or not (more := self._member(hit, token)):
                break
            found.append(more)
            index = end = index + 1
        return found, end

    def _member(self, hit: TargetHit, token: Token) -> TargetHit | None:
        value = _CARRY.fullmatch(token.text)
        if value is None or token.lower == "a":
            return None
        stem = _STEM.fullmatch(hit.text) if value[1][0].isdigit() else _LETTERED.fullmatch(hit.text)
        base = stem[1] if stem else hit.text
        for joint in ("", "-", " "):
            if known := self.resolve(f"{base}{joint}{value[1]}"):
                return TargetHit(hit.start, token.end, f"{base}{joint}{value[1]}", known.symbols, known.name)
        return None

    def _range(self, hit: TargetHit, end: int) -> tuple[list[TargetHit], int] | None:
        """Expand "VEGFR 1-3" and "FGFR1-4"."""
        inside = self.clause.tokens[end - 1]
        place, text = (end - 1, inside.text) if inside.end > hit.end else (end, "")
        if place == end:
            if end == len(self.tokens) or not _RANGE.fullmatch(self.tokens[end].text):
                return None
            text = self.tokens[end].text
        match = _RANGE.search(text)
        if match is None or int(match[1]) >= int(match[2]):
            return None
        base = hit.text.rstrip("0123456789- ")
        hits = []
        for number in range(int(match[1]), int(match[2]) + 1):
            known = next((k for joint in ("", "-", " ") if (k := self.resolve(f"{base}{joint}{number}"))), None)
            if known is None:
                return None
            hits.append(TargetHit(hit.start, self.tokens[place].end, f"{base}{number}", known.symbols, known.name))
        return hits, place + 1

    def _unknown(self, start: int, end: int, shaped: bool) -> tuple[list[TargetHit], int]:
        tokens, clause = self.tokens, self.clause
        if start in clause.drugs:
            return [], start
        end = self._tail_end(start + 1, end) if end > start else end
        if found := self._by_aside(start, end) or self._recased(start, end):
            return [found], end
        head = tokens[end - 1]
        following = tokens[end] if end < len(tokens) else None
        if following is not None and self._leads_on(head, following):
            return self._through(head, end + 1, shaped)
        if found := self._composed(start, end):
            return [found], end
        if head.is_a("generic") and not any(_CODE.fullmatch(t.text) for t in tokens[start:end]):
            found, behind = self._named(end)
            if found or not head.is_a("molecular_head") or head.lower not in ("receptor", "receptors", "kinase", "kinases", "channel", "channels", "transporter", "transporters"):
                return found, behind
        if shaped and self._target_shaped(start, end):
            return [TargetHit(tokens[start].start, head.end, clause.text(start, end), vague=self._vague(start, end))], end
        return [], start

    def _recased(self, start: int, end: int) -> TargetHit | None:
        """Look a spelling variant up, a short name in capitals: in a target's place "Axl" can only be AXL."""
        token = self.tokens[start]
        name = self.clause.text(start, end)
        if found := self.resolve(name):
            return TargetHit(token.start, self.tokens[end - 1].end, name, found.symbols, found.name, found.vague)
        if end - start != 1 or len(token.text) > 6 or not token.text[0].isupper():
            return None
        found = self.resolve(token.text.upper())
        return TargetHit(token.start, token.end, token.text, found.symbols, found.name) if found else None

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
            hits.append(self._aside(over.target, over.last))
            more, last = self._carried(over.target, over.last)
            hits += more
            index = last
            while index < len(self.tokens) and (self.tokens[index].text in "/-–+," or self.tokens[index].is_a("conjunction", "prefix")):
                index += 1
        return Phrase(tuple(hits), first, last)

    def _goes_on(self, token: Token) -> bool:
        """Tell whether a name goes on behind what is known of it: "anti-insulin | growth factor receptor"."""
        ends = token.is_a("antibody_head", "class_head", "drug_head") or token.acts("agent")
        return token.is_a("opaque", "molecular_head", "generic", "participle") and not ends

    def _by_aside(self, start: int, end: int) -> TargetHit | None:
        for place in range(start + 1, end + 1):
            aside = self.clause.asides.get(place)
            over = aside.targets.get(0) if aside else None
            if aside and over and over.target and over.last == len(aside):
                inner = over.target
                if self._opaque(self.tokens[start:place]) or len(inner.text) < _SHORTEST_ASIDE:
                    return None
                text = f"{self.clause.text(start, place)} ({inner.text})"
                return TargetHit(self.tokens[start].start, inner.end, text, inner.symbols, inner.name)
        return None

    def _leads_on(self, head: Token, following: Token) -> bool:
        """Tell whether the target comes behind: "production of", "interaction between", "ligand binding to"."""
        if head.is_a("bond"):
            return following.lower in ("of", "between", "with", "to")
        return head.is_a("process") and following.lower == "of"

    def _through(self, head: Token, index: int, shaped: bool) -> tuple[list[TargetHit], int]:
        """Read the targets behind "the production of", "the interaction between"."""
        inner = self.right(index, shaped=False)
        if not inner.hits:
            return self._made_of(head, index)
        if head.is_a("reuptake"):
            return [self._reuptake(hit) for hit in inner.hits], inner.last
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
                hits.append(self._reuptake(TargetHit(token.start, token.end, token.text)))
                last = place + 1
            elif not (token.is_a("determiner", "conjunction") or token.text == ","):
                break
        return Phrase(tuple(hits), index, last)

    def _reuptake(self, hit: TargetHit) -> TargetHit:
        found = self.resolve(f"{hit.text} reuptake") or self.resolve(f"{hit.text} transporter")
        if found is None:
            return TargetHit(hit.start, hit.end, f"{hit.text} reuptake")
        return TargetHit(hit.start, hit.end, f"{hit.text} reuptake", found.symbols, found.name)

    def _composed(self, start: int, end: int) -> TargetHit | None:
        """Read a substance and what is done with it: "de novo purine synthesis"."""
        head = self.tokens[end - 1]
        if end - start < 2 or not head.is_a("process"):
            return None
        before = self.tokens[end - 2]
        if not before.is_a("biochemical"):
            return None
        if head.is_a("whole_act"):
            return TargetHit(self.tokens[start].start, before.end, self.clause.text(start, end - 1))
        return TargetHit(self.tokens[start].start, head.end, self.clause.text(start, end))

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

    # -- to the left ----------------------------------------------------------------------------------------------

    def left(self, index: int, strict: bool = False, receptor: bool = False) -> Phrase:
        """Return the targets named before an agent noun at ``index``; ``strict`` takes only known ones."""
        first = self._left_edge(index)
        pieces = self._pieces(first, index)
        hits: list[TargetHit] = []
        tail: tuple[Token, ...] = ()
        for start, end in reversed(pieces):
            hit, behind = self._piece(start, end, strict, receptor, tail)
            if hit is None and hits:
                continue
            if hit is None and end == index and not self._only_describes(start, end):
                return Phrase((), first, index)
            if hit is not None:
                hits.insert(0, hit)
                tail = tail or behind
        return Phrase(_precise(hits), first, index)

    def _left_edge(self, index: int) -> int:
        tokens = self.tokens
        edge = index
        while edge > 0 and index - edge < 2 * _MAX_PHRASE:
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
        if index - 1 in self.clause.targets or (before.is_a("modifier") and not before.is_a("drug_head")):
            return True
        if before.text == "," and index >= 2:
            return self._list_goes_on(index - 1)
        return bool(_CODE.fullmatch(before.text)) and not before.is_a("stop_symbol")

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
            if self._opaque(behind) or any(t.is_a("participle") for t in behind) or over.target is None:
                return None, ()
            if any(t.text.islower() and not self._transparent(t) for t in behind):
                return self._left_unknown(start, end, tail), ()
            return self._left_known(start, over.first, over.last, end, over.target, receptor, tail), behind
        if strict:
            alone = end - start == 1 and self.tokens[start].is_a("biochemical")
            token = self.tokens[start]
            return (TargetHit(token.start, token.end, token.text) if alone else None), ()
        return self._left_unknown(start, end, tail), ()

    def _left_known(
        self, start: int, first: int, last: int, end: int, hit: TargetHit, receptor: bool, tail: tuple[Token, ...]
    ) -> TargetHit:
        for stop in range(end, last, -1):
            name = self.clause.text(first, stop)
            if found := self.resolve(name):
                hit = TargetHit(hit.start, self.tokens[stop - 1].end, name, found.symbols, found.name)
                return self._aside(hit, stop)
        if last == end and tail and (found := self.resolve(f"{hit.text} {tail[0].text}")):
            return TargetHit(hit.start, hit.end, f"{hit.text} {tail[0].text}", found.symbols, found.name)
        if receptor and "receptor_ligand" in self.clause.words.kinds(hit.text.lower()):
            if found := self.resolve(f"{hit.text} receptor"):
                return TargetHit(hit.start, hit.end, hit.text, found.symbols, found.name)
        if end > last and self.tokens[last].lower.rstrip("s") == "receptor":
            hit = self._receptor_of(hit, self.tokens[last])
        elif not hit.symbols:
            hit = self._from_left(start, hit)
        return self._aside(hit, end)

    def _from_left(self, start: int, hit: TargetHit) -> TargetHit:
        """Take the words before a general name into it: "HCV NS3 | serine protease"."""
        while self.tokens[start].start < hit.start and not any(c.isupper() for c in self.tokens[start].text):
            start += 1
        if self.tokens[start].start >= hit.start:
            return hit
        between = [token.text for token in self.tokens if self.tokens[start].start <= token.start < hit.start]
        return TargetHit(self.tokens[start].start, hit.end, " ".join([*between, hit.text]), vague=False)

    def _left_unknown(self, start: int, end: int, tail: tuple[Token, ...]) -> TargetHit | None:
        while start < end and self.tokens[start].is_a("modifier") and not self.tokens[start].is_a("molecular_head"):
            start += 1
        while start < end and self.tokens[start].lower.endswith("ly"):
            start += 1
        if start == end:
            return None
        if found := self._by_aside(start, end) or self._recased(start, end):
            return found
        words = self.tokens[start:end]
        if found := self._composed(start, end):
            return self._reuptake_of(found)
        text = self.clause.text(start, end)
        if tail and (found := self.resolve(f"{text} {tail[0].text}")):
            return TargetHit(words[0].start, words[-1].end, f"{text} {tail[0].text}", found.symbols, found.name)
        if found := self.resolve(f"{text} receptor"):
            return TargetHit(words[0].start, words[-1].end, text, found.symbols, found.name)
        if self._opaque(words) or len(words) > 5 or self._names_drug(words):
            return None
        if all(t.is_a("generic", "modifier") for t in words) and not self._vague(start, end):
            return None
        if not (self._target_shaped(start, end, right=False) or self._vague(start, end)):
            return None
        return TargetHit(words[0].start, words[-1].end, text, vague=self._vague(start, end))

    def _names_drug(self, words: tuple[Token, ...]) -> bool:
        return any(t.is_a("class_head") or (t.is_a("drug_head") and not t.is_a("loose_head")) for t in words)

    def _reuptake_of(self, hit: TargetHit) -> TargetHit:
        found = self.resolve(hit.text)
        return TargetHit(hit.start, hit.end, hit.text, found.symbols, found.name) if found else hit

    # -- shapes ---------------------------------------------------------------------------------------------------

    def _opaque(self, words: tuple[Token, ...]) -> bool:
        return any(token.is_a("opaque") for token in words)

    def _vague(self, start: int, end: int) -> bool:
        lower = " ".join(token.lower for token in self.tokens[start:end])
        return "vague_target" in self.clause.words.kinds(lower)

    def _target_shaped(self, start: int, end: int, right: bool = True) -> bool:
        """Tell whether unknown words look like the name of a molecule: a kinase, an -ase, a code such as SHP2."""
        words = self.tokens[start:end]
        if len(words) > 1 and _GRADE.fullmatch(words[-1].text):
            words = words[:-1]
        head = words[-1]
        if self._opaque(words[-1:]):
            return False
        if len(words) == 1 and _CODE.fullmatch(head.text):
            plain = head.text.isalpha() and right
            return not plain and not head.is_a("stop_symbol", "code_stop", "drug_head")
        single = head.lower[:-1] if head.lower.endswith("s") and not head.lower.endswith("ss") else head.lower
        if single.endswith("ase") and len(single) > 5 and single not in ("disease", "release", "increase", "decrease"):
            return True
        specific = any(
            len(token.text) > 1 and not token.text.isdigit() and not token.is_a("generic", "modifier", "determiner")
            for token in words
        )
        return head.is_a("molecular_head") and len(words) > 1 and specific


def _precise(hits: list[TargetHit]) -> tuple[TargetHit, ...]:
    """Drop the vague targets where a precise one stands beside them."""
    precise = [hit for hit in hits if not hit.vague]
    return tuple(_unique(precise or hits))


def _unique(hits: list[TargetHit]) -> Iterator[TargetHit]:
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for hit in hits:
        key = (hit.text.lower(), hit.symbols)
        if key not in seen:
            seen.add(key)
            yield hit
