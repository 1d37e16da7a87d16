"""What a drug is made of, where the text says so right after its name."""

from __future__ import annotations

import re
from typing import NamedTuple

from .recognise import DrugMention

_REACH = 400
_COMPOSED = re.compile(
    r"\s*(?:\([^)]{1,60}\)\s*)?,?\s*(?:is|are|was|being)?\s*(?:an?\s[^.;]{0,80}?\b(?:that|which)\s+(?:is|are)\s+)?"
    r"(?:composed of|comprised of|comprises|comprising|consists of|consisting of|made up of|made of|a fusion of|"
    r"formed by fusing|constructed by fusing|a fusion protein of)\s+(?P<parts>[^.;]{5,300})"
)
_KIND = re.compile(
    r"\s*(?:\([^)]{1,60}\)\s*)?,?\s*(?:is |are )?an?\s(?:[\w-]+\s){0,6}?(?P<kind>fusion protein)\b", re.IGNORECASE
)
_END = re.compile(r",\s+(?:which|and (?:is|can|has|it)|that|blocking|to)\b")


class Makeup(NamedTuple):
    """The words for a drug's parts and the kind of molecule, where given."""

    composition: str | None = None
    kind: str | None = None


def makeup_of(text: str, mention: DrugMention) -> Makeup:
    """Return what the words behind a mention say of its make-up."""
    tail = text[mention.end : mention.end + _REACH]
    composed = _COMPOSED.match(tail)
    kind = _KIND.match(tail)
    parts = _END.split(composed["parts"])[0].strip() if composed else None
    return Makeup(parts, kind["kind"].lower() if kind else None)
