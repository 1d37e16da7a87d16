"""One target's name: its bracketed short form, its spelling, its family, its shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .clause import Clause, TargetHit
from .tokens import Token

Resolve = Callable[[str], TargetHit | None]
"""Looks a name up that is a target as a whole; offsets of the result are meaningless."""

CODE = re.compile(
    r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z]{1,8}-?\d{1,4}[A-Za-z0-9]{0,3}|[A-Z]{2,6}s?|[A-Z]{2,6}-[A-Z0-9]{1,4}|[A-Z][a-z]{1,4}\d{1,2}"
)
_CARRY = re.compile(r"[-‐‑–]?(\d{1,2}[A-Za-z]?|[A-Z]|alpha|beta|gamma|delta)")
_STEM = re.compile(r"(.*?)[-‐‑– ]?(\d{1,2}[A-Za-z]?)")
_GRADE = re.compile(r"[A-Z]|\d{1,2}[a-z]?|[IVX]{1,4}|alpha|beta|gamma|delta")
_LETTERED = re.compile(r"(.*\d)[A-Z]")
_RANGE = re.compile(r"(\d)[-‐‑–](\d)")
_RECEPTOR_CODE = re.compile(
    r"CD\d+\w*|[A-Za-z0-9]{2,8}R\d{0,2}s?|HER[ -]?[1-4]|MET|c-MET|RON|KIT|c-[Kk]it|RET|TIE-?2", re.IGNORECASE
)
_NO_ENZYME = ("disease", "release", "crease", "phase")
_SHORTEST_ASIDE = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """The targets found beside an action word and the tokens ``first:last`` they take up."""

    hits: tuple[TargetHit, ...]
    first: int
    last: int


class NameReader:
    """Reads single target names of one clause."""

    def __init__(self, clause: Clause, resolve: Resolve) -> None:
        self.clause = clause
        self.tokens = clause.tokens
        self.resolve = resolve

    def aside(self, hit: TargetHit, index: int) -> TargetHit:
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
            if place < index and hit.symbols and not set(inner.symbols) & set(hit.symbols):
                continue  # "growth factor (VEGF) receptor": the bracket names a part
            if set(inner.symbols) & set(hit.symbols) or not inner.symbols:
                return TargetHit(hit.start, inner.end, text, hit.symbols, hit.name)
            return TargetHit(hit.start, inner.end, text, inner.symbols, inner.name)
        return hit

    def by_aside(self, start: int, end: int) -> TargetHit | None:
        for place in range(start + 1, end + 1):
            aside = self.clause.asides.get(place)
            over = aside.targets.get(0) if aside else None
            if aside and over and over.target and over.last == len(aside):
                inner = over.target
                if self.opaque(self.tokens[start:place]) or len(inner.text) < _SHORTEST_ASIDE:
                    return None
                text = f"{self.clause.text(start, place)} ({inner.text})"
                return TargetHit(self.tokens[start].start, inner.end, text, inner.symbols, inner.name)
        return None

    def recased(self, start: int, end: int) -> TargetHit | None:
        """Look a spelling variant up, a short name in capitals: in a target's place "Axl" can only be AXL."""
        token = self.tokens[start]
        name = self.clause.text(start, end)
        if found := self.resolve(name):
            return TargetHit(token.start, self.tokens[end - 1].end, name, found.symbols, found.name, found.vague)
        if end - start != 1 or len(token.text) > 6 or not token.text[0].isupper():
            return None
        found = self.resolve(token.text.upper())
        return TargetHit(token.start, token.end, token.text, found.symbols, found.name) if found else None

    def receptor_of(self, hit: TargetHit, word: Token) -> TargetHit:
        """Return the receptor of a ligand that has no entry of its own; a receptor's own name keeps its symbols."""
        known = f"{hit.name} {hit.text}".lower()
        binds = any("ligand_word" in self.clause.words.kinds(part) for part in re.split(r"[\s-]", known))
        itself = "receptor" in known or not binds or _RECEPTOR_CODE.fullmatch(hit.text)
        text = hit.text if "receptor" in hit.text.lower() else f"{hit.text} {word.text}"
        return TargetHit(hit.start, word.end, text, hit.symbols if itself else (), hit.name if itself else None)

    def reuptake(self, hit: TargetHit) -> TargetHit:
        found = self.resolve(f"{hit.text} reuptake") or self.resolve(f"{hit.text} transporter")
        if found is None:
            return TargetHit(hit.start, hit.end, f"{hit.text} reuptake")
        return TargetHit(hit.start, hit.end, f"{hit.text} reuptake", found.symbols, found.name)

    def composed(self, start: int, end: int) -> TargetHit | None:
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

    def carried(self, hit: TargetHit, end: int) -> tuple[list[TargetHit], int]:
        """Read on where only the number changes: "VEGFR-1, -2 and -3", "JAK1/2", "FGFR 1-4"."""
        found: list[TargetHit] = []
        if span := self.range(hit, end):
            found, end = span
        index = end
        while index < len(self.tokens):
            start = index
            while index < len(self.tokens) and (
                self.tokens[index].text in ",/" or self.tokens[index].is_a("conjunction")
            ):
                index += 1
            if index == len(self.tokens) or index in self.clause.targets:
                break
            token = self.tokens[index]
            if (index == start and token.text[0] not in "-‐‑–") or not (more := self.member(hit, token)):
                break
            found.append(more)
            index = end = index + 1
        return found, end

    def member(self, hit: TargetHit, token: Token) -> TargetHit | None:
        value = _CARRY.fullmatch(token.text)
        if value is None or token.lower == "a":
            return None
        stem = _STEM.fullmatch(hit.text) if value[1][0].isdigit() else _LETTERED.fullmatch(hit.text)
        base = stem[1] if stem else hit.text
        for joint in ("", "-", " "):
            if known := self.resolve(f"{base}{joint}{value[1]}"):
                return TargetHit(hit.start, token.end, f"{base}{joint}{value[1]}", known.symbols, known.name)
        return None

    def range(self, hit: TargetHit, end: int) -> tuple[list[TargetHit], int] | None:
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

    def opaque(self, words: tuple[Token, ...]) -> bool:
        return any(token.is_a("opaque") for token in words)

    def transparent(self, token: Token) -> bool:
        return (
            token.is_a("transparent", "modifier", "process", "molecular_head")
            or token.text.isdigit()
            or (len(token.text) <= 4 and token.text.isupper())
        )

    def vague(self, start: int, end: int) -> bool:
        lower = " ".join(token.lower for token in self.tokens[start:end])
        return "vague_target" in self.clause.words.kinds(lower)

    def target_shaped(self, start: int, end: int, right: bool = True) -> bool:
        """Tell whether unknown words look like the name of a molecule: a kinase, an -ase, a code such as SHP2."""
        words = self.tokens[start:end]
        if len(words) > 1 and _GRADE.fullmatch(words[-1].text):
            words = words[:-1]
        head = words[-1]
        if self.opaque(words[-1:]):
            return False
        if len(words) == 1 and CODE.fullmatch(head.text):
            plain = head.text.isalpha() and right
            return not plain and not head.is_a("stop_symbol", "class_symbol", "code_stop", "drug_head")
        single = head.lower[:-1] if head.lower.endswith("s") and not head.lower.endswith("ss") else head.lower
        if single.endswith("ase") and len(single) > 5 and not single.endswith(_NO_ENZYME):
            return True
        specific = any(
            len(token.text) > 1 and not token.text.isdigit() and not token.is_a("generic", "modifier", "determiner")
            for token in words
        )
        return head.is_a("molecular_head") and len(words) > 1 and specific


def precise(hits: list[TargetHit]) -> tuple[TargetHit, ...]:
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
