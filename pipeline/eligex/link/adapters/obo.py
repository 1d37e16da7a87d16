"""OBO ontologies of diseases and phenotypes: DOID, HPO, MONDO."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..concepts import Concept, Vocabulary

_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)"\s+([A-Z]+)(.*)')
# A broader or narrower name is not the concept, and a discarded one misleads.
_MEANT = frozenset({"EXACT", "RELATED"})
_DISCARDED = "obsolete_synonym"


def read_obo(lines: Iterable[str]) -> Vocabulary:
    """Return the terms of an OBO file as conditions; obsolete terms and roots ("All", "disease") are left out.

    Related synonyms count only where the file calls them lay terms or abbreviations.
    """
    version, concepts = "", []
    for stanza in _stanzas(lines):
        if "data-version" in stanza:
            version = stanza["data-version"][0]
        term = stanza.get("id", [""])[0]
        if "name" in stanza and "is_a" in stanza and "is_obsolete" not in stanza:
            concepts.append(_concept(term, stanza))
    name = concepts[0].vocabulary if concepts else "OBO"
    return Vocabulary(name, version, tuple(concepts))


def _concept(term: str, stanza: dict[str, list[str]]) -> Concept:
    aliases = dict.fromkeys(alias for raw in stanza.get("synonym", ()) for alias in _synonym(raw))
    return Concept(term, stanza["name"][0], term.split(":")[0], "condition", tuple(aliases), near=True)


def _synonym(raw: str) -> Iterator[str]:
    match = _SYNONYM.match(raw)
    if match is None or match[2] not in _MEANT or _DISCARDED in match[3]:
        return
    if match[2] == "EXACT" or "layperson" in match[3] or "abbreviation" in match[3].lower():
        yield re.sub(r"\\(.)", r"\1", match[1])


def _stanzas(lines: Iterable[str]) -> Iterator[dict[str, list[str]]]:
    """Yield the header, then each [Term], as tag to values."""
    stanza: dict[str, list[str]] = {}
    wanted = True
    for line in lines:
        line = line.strip()
        if line.startswith("["):
            if wanted:
                yield stanza
            stanza, wanted = {}, line == "[Term]"
        elif ": " in line:
            tag, value = line.split(": ", 1)
            stanza.setdefault(tag, []).append(value)
    if wanted:
        yield stanza
