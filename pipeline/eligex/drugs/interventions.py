"""The drug names a trial's own intervention list gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..lexicons.matcher import PhraseIndex
from ..mechanisms.words import load_words
from ..unit import DocumentView

# A development name that no table may hold yet: letters with a digit ("rhXYZ-7", "QB123a").
_CODED = re.compile(r"(?=[^\W\d_])(?=.*\d)(?=.*[A-Za-z].*[A-Za-z])[A-Za-z][\w'’.-]{3,24}")


def intervention_names(view: DocumentView) -> PhraseIndex[str] | None:
    """Return an index of the coded names in the intervention list; None without any."""
    pairs = [(f"={name}", name) for name in dict.fromkeys(_names(view))]
    return PhraseIndex(pairs) if pairs else None


def _names(view: DocumentView) -> Iterator[str]:
    known = load_words().categories
    for raw in view.context.interventions:
        for part in re.split(r"[\s,;/()+®™]+", raw):
            if _CODED.fullmatch(part.strip(".-")) and part.lower() not in known:
                yield part.strip(".-")
