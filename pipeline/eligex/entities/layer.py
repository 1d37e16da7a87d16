"""The entity layer of a criterion: every condition, drug, procedure, device and observation in it, as findings."""

from __future__ import annotations

from functools import cache

from ..unit import Finding, Unit
from . import tags
from .chunks import Chunk, chunks
from .context import absorb
from .drugs import drug_namer
from .phrases import observations
from .qualifiers import qualifiers_of
from .tagged import TaggedUnit
from .tagging import Tagger

LONGEST = 20_000
"""No criterion is longer (characters); such a text is left whole, as one requirement of kind ``other``."""


@cache
def _tagger() -> Tagger:
    return Tagger()


def entities(unit: Unit) -> list[Finding]:
    """Return the entity findings of a criterion in text order, computed once for all extractors."""
    return unit.layer("entities", _read)


def _read(unit: Unit) -> list[Finding]:
    if len(unit.text) > LONGEST:
        return []
    tagged = _tagger()(unit)
    found = observations(tagged)
    line = tagged.line
    named = [chunk for chunk in chunks(line) if not _is_deflected(line, chunk)]
    found += [_finding(tagged, chunk) for n, chunk in enumerate(named) if not (n and _is_pointed_at(line, chunk))]
    found.sort(key=lambda finding: (finding["start"], -finding["end"]))
    kept = absorb(unit.text, found)
    typed = any(not finding.get("rest") for finding in kept)
    return [finding for finding in kept if not (finding.pop("rest", False) and typed)]


def _is_deflected(line: str, chunk: Chunk) -> bool:
    return line[chunk.last + 1 : chunk.last + 2] == tags.DEFLECTING


def _is_pointed_at(line: str, chunk: Chunk) -> bool:
    return chunk.first > 0 and line[chunk.first - 1] == tags.POINTING


def _finding(tagged: TaggedUnit, chunk: Chunk) -> Finding:
    tokens, text = tagged.tokens, tagged.text
    start, end = tokens.starts[chunk.first], tokens.ends[chunk.last]
    finding: Finding = {"kind": chunk.kind, "start": start, "end": end, "text": text[start:end]}
    if chunk.shared:
        left, right = tokens.starts[chunk.shared[0]], tokens.ends[chunk.shared[1]]
        finding["spans"] = [(left, right)]
        finding["text"] = f"{text[start:end]} {text[left:right]}"
    finding["text"] = " ".join(finding["text"].split())
    own = range(chunk.first, chunk.last + 1)
    qualifiers = qualifiers_of([tokens.words[n] for n in own if tagged.letters[n] not in tags.NAMES])
    if qualifiers:
        finding["qualifiers"] = qualifiers
    if chunk.kind == "drug":
        finding |= drug_namer().fields(finding["text"])
    return finding
