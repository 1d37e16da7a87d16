"""What the modifiers inside a phrase say: severity, activity, course, control, certainty, extent."""

from __future__ import annotations

from .lexicon import entity_lexicon

_SAID = frozenset({"severity", "activity", "course", "control", "certainty", "extent"})


def qualifiers_of(words: list[str]) -> list[str]:
    """Return the qualifying words of a phrase; an adverb stays with its adjective ("clinically significant")."""
    roles = entity_lexicon().roles
    found: list[str] = []
    adverb = ""
    for word in words:
        if word.endswith("ly") and len(word) > 4:
            adverb = word
            continue
        if not _SAID.isdisjoint(roles.get(word, ())):
            found.append(f"{adverb} {word}" if adverb else word)
        adverb = ""
    return list(dict.fromkeys(found))
