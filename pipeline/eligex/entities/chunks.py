"""Noun phrases over the tag letters of a criterion.

A phrase runs from its modifiers to its head and on over "of ..."; what its modifiers coordinate ("heart, liver or
kidney disease") becomes a conjunct each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import tags

_JOIN = r"(?:,J?|J)"
_RUN = f"[{tags.MODIFIERS}{tags.HEADS}{tags.UNKNOWN}{tags.TRANSPARENT}]+"
_CHUNK = re.compile(f"((?:[{tags.MODIFIERS}{tags.TRANSPARENT}]+{_JOIN}){{0,8}})({_RUN})")
_OF_WHAT_ELSE = (
    f"[TM]*((?:[{tags.MODIFIERS}]+{_JOIN}){{0,4}}"
    f"[{tags.MODIFIERS}]+(?![{tags.MODIFIERS}{tags.HEADS}{tags.UNKNOWN}])|{_RUN})"
)
_OF = re.compile(tags.OF + _OF_WHAT_ELSE)
_FOR = re.compile(f"[{tags.OF}{tags.PURPOSE}]" + _OF_WHAT_ELSE)
_PLACE = re.compile(f"[GF]T?([{tags.MODIFIERS}]*{tags.ANATOMY})(?![{tags.MODIFIERS}{tags.HEADS}{tags.UNKNOWN}])")
_SPLIT = re.compile(_JOIN)
# Modifiers that name different things when coordinated; severities and the like do not.
_NAMING = frozenset(tags.ANATOMY + tags.DRUG_MODIFIER + tags.PROCEDURE_MODIFIER)
# "abnormality of the cornea", "treatment for asthma": these name something by what follows.
_OF_WHAT = frozenset(tags.CONDITION_WEAK + tags.CONDITION_MEDIUM + tags.DRUG_WEAK)
_OF_ENDS = frozenset(tags.HEADS + tags.ANATOMY + tags.TRANSPARENT)
_MAX_UNKNOWN = 2


@dataclass(frozen=True, slots=True)
class Chunk:
    """A noun phrase of tokens ``first`` to ``last`` (both in); ``shared`` is the head a conjunct borrows."""

    kind: str
    first: int
    last: int
    shared: tuple[int, int] | None = None


def chunks(line: str) -> Iterator[Chunk]:
    """Yield the phrases of a tag line, left to right, not overlapping."""
    position = 0
    while match := _CHUNK.search(line, position):
        head = _head(line, match)
        if head is None:
            position = match.end()
            continue
        tag, at = head
        last = _extend(line, at)
        yield from _conjuncts(line, match, tags.KIND_OF[_effective(line, tag, match.start(2), at)], at, last)
        position = last + 1


def _head(line: str, match: re.Match[str]) -> tuple[str, int] | None:
    """Return the last token of a run that names something, given what stands left of it."""
    start, end = match.span(2)
    for at in range(end - 1, start - 1, -1):
        tag = line[at]
        if tag in tags.NAMES:
            return tag, at
        needs = tags.NEEDS.get(tag)
        if needs is None:
            continue
        if not needs.isdisjoint(line[match.start() : at]):
            return tag, at
        of = _link(tag).match(line, end) if tag in _OF_WHAT and at == end - 1 else None
        if of and _names(of[1]) and not (tag == tags.DRUG_WEAK and tags.DRUG in of[1]):
            return tag, at
    return None


def _link(tag: str) -> re.Pattern[str]:
    """Return what leads on from a head: "of ...", behind "treatment" also "for ..."."""
    return _FOR if tag == tags.DRUG_WEAK else _OF


def _names(run: str) -> bool:
    return any(tag in tags.NAMES or tag == tags.ANATOMY for tag in run)


def _effective(line: str, tag: str, start: int, at: int) -> str:
    """Return the tag that decides the kind: "light therapy" is a procedure, "treatment failure" a condition."""
    if tag not in (tags.DRUG_WEAK, tags.PROCEDURE_WEAK):
        return tag
    left = set(line[start:at])
    if tag == tags.PROCEDURE_WEAK:
        return tags.DRUG if tags.DRUG in left else tag
    if left & {tags.DRUG, tags.DRUG_MODIFIER}:
        return tag
    return tags.PROCEDURE if left & {tags.PROCEDURE, tags.PROCEDURE_MODIFIER, tags.PROCEDURE_WEAK} else tag


def _extend(line: str, at: int) -> int:
    """Return the last token of a phrase whose head is ``at``: over brackets, up to two "of ..." and a place."""
    last = _over_brackets(line, at)
    for _ in range(2):
        match = _link(line[at]).match(line, last + 1)
        end = _named_end(line, match) if match else last
        if end == last:
            break
        last = _over_brackets(line, end)
    place = _PLACE.match(line, last + 1)
    return place.end(1) - 1 if place else last


def _over_brackets(line: str, last: int) -> int:
    while last + 1 < len(line) and line[last + 1] == tags.TRANSPARENT:
        last += 1
    return last


def _named_end(line: str, match: re.Match[str]) -> int:
    """Return the last token of an "of ..." run that may end it; the token before "of" if none may."""
    for index in range(match.end(1) - 1, match.start(1) - 1, -1):
        if line[index] in _OF_ENDS:
            return index
    return match.start() - 1


def _conjuncts(line: str, match: re.Match[str], kind: str, at: int, last: int) -> Iterator[Chunk]:
    run_start = _trim_left(line, match.start(2), at)
    lead = match[1].lstrip(tags.TRANSPARENT) if run_start == match.start(2) else ""
    parts = _parts(lead, match.end(1) - len(lead))
    if len(parts) == 0 or not all(_NAMING & set(line[a : b + 1]) for a, b in parts):
        yield Chunk(kind, parts[0][0] if parts else run_start, last)
        return
    naming = _NAMING | {tags.DRUG}
    if not naming & set(line[run_start:at]):
        yield Chunk(kind, parts[0][0], last)
        return
    shared = at
    while shared > run_start and line[shared - 1] not in naming:
        shared -= 1
    for first, end in parts:
        yield Chunk(kind, first, end, shared=(shared, at))
    yield Chunk(kind, run_start, last)


def _parts(lead: str, offset: int) -> list[tuple[int, int]]:
    """Return the token spans of the coordinated modifiers before a run."""
    found: list[tuple[int, int]] = []
    start = 0
    for join in _SPLIT.finditer(lead):
        found.append((start + offset, join.start() - 1 + offset))
        start = join.end()
    return found


def _trim_left(line: str, start: int, at: int) -> int:
    """Return where a phrase starts: unknown words are taken in only close to the head."""
    unknown = 0
    for index in range(at - 1, start - 1, -1):
        unknown += line[index] == tags.UNKNOWN
        if unknown > _MAX_UNKNOWN:
            return index + 1
    while start < at and line[start] == tags.TRANSPARENT:
        start += 1
    return start
