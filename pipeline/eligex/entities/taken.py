"""Drugs that no table knows, by what is done with them: "treated with qandimycin"."""

from __future__ import annotations

import re

from ..drugs.knowledge import load_knowledge
from ..lexicons.cues import built
from . import tags
from .tagged import TaggedUnit

_LOOSE = "any|other|prior|previous|systemic|oral|intravenous|topical|the|an?|either"
_TAKEN = rf"\b(?:@) (?:(?:{_LOOSE}) ){{0,3}}"
# A company's code, or a brand or generic name by its ending.
_CODE = re.compile(r"[A-Z]{2,5}-?\d{2,6}|[A-Z][a-z]{3,}[®™]")


def tag_taken(text: str, tagged: TaggedUnit) -> None:
    """Tag unknown words behind such a cue, and those coordinated with them, as drugs if they have a drug's shape."""
    letters, tokens = tagged.letters, tagged.tokens
    for match in built("cues_taking.csv", _TAKEN).finditer(text):
        index = tagged.first_at(match.end())
        while index < len(letters):
            if letters[index] == tags.UNKNOWN and _is_drug(text[tokens.starts[index] : tokens.ends[index]]):
                letters[index] = tags.DRUG
            elif letters[index] not in (tags.AND, tags.COMMA, tags.DRUG):
                break
            index += 1


def _is_drug(word: str) -> bool:
    return bool(_CODE.match(word)) or load_knowledge().stem(word, weak=True) is not None
