"""Read the small vocabularies of registry fields: sex, volunteers, phase."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from ..lexicons.loader import read_table
from ..lexicons.rows.sources import ValueRow
from ..types.trial import Sex

# EU CTR through ICTRP writes "<br>Female: yes<br>Male: no<br>".
_YES_NO_SEX = re.compile(r"\b(female|male)s?\s*:\s*(yes|no)\b", re.IGNORECASE)
_WORDS = re.compile(r"[a-z]+")
_PHASE = re.compile(r"(early[\s_]*)?phase[\s_]*(\d|iv|i{1,3})(?![a-z\d])", re.IGNORECASE)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


@cache
def _meanings() -> dict[tuple[str, str], str]:
    return {(row.kind, row.text): row.value for row in read_table("sources_values.csv", ValueRow)}


def meaning(kind: str, text: str) -> str | None:
    """Return what ``text`` (small letters) means in a vocabulary; None when it is unknown."""
    return _meanings().get((kind, text))


def plain(raw: object) -> str:
    """Return a registry value as trimmed text."""
    return "" if raw is None else str(raw).strip()


def parse_sex(raw: str | None) -> Sex | None:
    """Read a registry's sex field ("ALL", "Both, male and female", "Female: yes, Male: no")."""
    answers = {sex.lower(): answer.lower() == "yes" for sex, answer in _YES_NO_SEX.findall(raw or "")}
    words = _WORDS.findall((raw or "").lower())
    named = {sex for sex, yes in answers.items() if yes} if answers else {meaning("sex", word) for word in words}
    named.discard(None)
    if "all" in named or named >= {"male", "female"}:
        return "all"
    return cast("Sex", named.pop()) if len(named) == 1 else None


def parse_volunteers(raw: str | bool | None) -> bool | None:
    """Read whether healthy volunteers are accepted."""
    found = meaning("volunteers", plain(raw).lower())
    return None if found is None else found == "yes"


def phase_name(raw: str | None) -> str | None:
    """Return "phase 1/phase 2" for the ways to write it; None where there is no phase."""
    names = [f"{'early ' if early else ''}phase {_ROMAN.get(n.lower(), n)}" for early, n in _PHASE.findall(raw or "")]
    return "/".join(dict.fromkeys(names)) or None
