"""``sex.v1``: which sexes may take part.

A sex restricts a trial only where it says who the participants are ("Women aged 18-40", "Sex: female"), not where a
rule concerns one sex alone ("women must use contraception", "< 13 g/dL in men").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..lexicons.cues import cues
from ..lexicons.loader import read_table
from ..lexicons.rows.entities import CueRow
from ..registry import extractors
from ..unit import Finding, Unit

_FEMALE = r"(?:females?|women|woman|girls?)"
_MALE = r"(?:males?|men|man|boys?)"
_SEX = rf"(?:(?P<female>{_FEMALE})|(?P<male>{_MALE}))"
_ANY = re.compile(rf"\b(?:{_FEMALE}|{_MALE}|sex(?:es)?|genders?)\b", re.I)
_OTHER = {"male": re.compile(rf"\b{_FEMALE}\b", re.I), "female": re.compile(rf"\b{_MALE}\b", re.I)}

_CONTRACEPTION = re.compile(r"contracepti|birth control", re.I)


class SexExtractor:
    """Yields at most one finding of kind ``sex`` a criterion."""

    version = "1"

    def __init__(self) -> None:
        words: dict[str, list[str]] = {}
        for row in read_table("sex_words.csv", CueRow):
            words.setdefault(row.effect, []).append(row.pattern)
        noun = rf"(?:\s+(?:{'|'.join(words['noun'])}))*"
        adjective = rf"(?:(?:{'|'.join(words['adjective'])})[ ,-]+)*"
        self._subject = re.compile(rf"\s*(?:(?:sex|gender)\s*[:=-]?\s*)?{adjective}{_SEX}{noun}\b", re.I)
        # "18 years or older, female": at the end of what states an age.
        age = r"\b(?:years?|yrs?|y\.?o\.?|old|age)\b[^.;]{0,20}?[ ,(]|\b(?:are|is|be) "
        self._behind_age = re.compile(rf"(?:{age}){_SEX}{noun}\W*$", re.I)
        # The rest of the criterion must describe (an age, a disease, nothing), not regulate.
        regulates, anywhere = "|".join(words["regulates"]), "|".join(words["anywhere"])
        self._regulates = re.compile(rf"^\W*(?:{regulates})|\b(?:{anywhere})", re.I)
        self._anywhere = re.compile(rf"\b(?:{anywhere})", re.I)

    def __call__(self, unit: Unit) -> Iterator[Finding]:
        """Yield what a criterion says of the participants' sex."""
        if not _ANY.search(unit.text):
            return
        found = _both(unit) or self._one(unit)
        if found:
            value, start, end = found
            said = " ".join(unit.text[start:end].split())
            yield {"kind": "sex", "start": start, "end": end, "value": value, "text": said}

    def _one(self, unit: Unit) -> tuple[str, int, int] | None:
        excluded = unit.section == "exclusion"
        match = self._subject.match(unit.text) or (None if excluded else self._behind(unit.text))
        if match is None:
            return None
        rest = unit.text[match.end() :]
        if self._regulates.search(rest) or (excluded and (rest.strip(" .;,)") or "pregnan" in match[0].lower())):
            return None
        value = "female" if match["female"] else "male"
        other = _OTHER[value].search(unit.text)
        if other:
            return "all", min(match.start(value), other.start()), max(match.end(value), other.end())
        return value, match.start(value), match.end(value)

    def _behind(self, text: str) -> re.Match[str] | None:
        return None if self._anywhere.search(text) else self._behind_age.search(text)


def _both(unit: Unit) -> tuple[str, int, int] | None:
    """Return a mention of both sexes as participants, not as those a means of contraception is asked of."""
    if unit.section == "exclusion":
        return None
    found = next(iter(cues("cues_sex.csv", unit.text)), None)
    if found is None or _CONTRACEPTION.search(unit.text, 0, found[0]):
        return None
    return "all", found[0], found[1]


@extractors("sex.v1")
def create_sex() -> SexExtractor:
    """Create the extractor."""
    return SexExtractor()
