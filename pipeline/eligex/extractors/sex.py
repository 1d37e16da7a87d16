"""``sex.v1``: which sexes may take part.

A sex restricts a trial only where it says who the participants are ("Women aged 18-40", "Sex: female"), not where a
rule concerns one sex alone ("women must use contraception", "< 13 g/dL in men").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..qualify.scopes import cues
from ..registry import extractors
from ..unit import Finding, Unit

_FEMALE = r"(?:females?|women|woman|girls?)"
_MALE = r"(?:males?|men|man|boys?)"
_WHO = r"(?: (?:patients?|subjects?|participants?|volunteers?|individuals?|adults?|adolescents?|children|infants?|persons?|sex|gender|only))*"
_ADJECTIVE = (
    r"(?:(?:adult|healthy|young|older|elderly|pre-?menopausal|post-?menopausal|peri-?menopausal|non-?pregnant|infertile|"
    r"nulliparous|primiparous|multiparous|parturient|obese|ambulatory|eligible|all|only|the|must be|patients? (?:is|are|must be)|"
    r"participants? (?:is|are|must be)|subjects? (?:is|are|must be)|biological(?:ly)?|cisgender|pregnant|singleton|black|"
    r"hispanic|african[ -]american|sexually active|hiv[ -]?(?:1|infected|positive|negative)?|single|married|is|are|a|an)[ ,-]+)*"
)
# The rest of the criterion must describe, not regulate: an age, a disease, or nothing more.
_REGULATES = re.compile(
    r"^\W*(?:of (?:child|reproductive)|(?:who|that) (?:are|is|can|could|have|may|wish|plan) ?(?:of |capable|able|not|sexually|pregnan|"
    r"breast|child|physiolog|surgic|nursing|lactat|become)|must|should|shall|will|need|agree|has to|have to|are required|may |can |"
    r"with (?:a )?(?:child|reproductive|partner|negative|positive|female|male)|capable|able|using|partner|condom|contracept|and their|"
    r"taking oral|not )|\b(?:contracept|pregnancy test|childbearing|child-bearing|birth control|partner|sperm|condom)",
    re.I,
)
_SUBJECT = re.compile(rf"\s*(?:(?:sex|gender)\s*[:=-]?\s*)?{_ADJECTIVE}(?:(?P<female>{_FEMALE})|(?P<male>{_MALE})){_WHO}\b", re.I)
_IN_AGE = re.compile(
    rf"(?:\b(?:years?|yrs?|y\.?o\.?|old|age)\b[^.;]{{0,20}}?[ ,(]|\b(?:are|is|be) )(?:(?P<female>{_FEMALE})|(?P<male>{_MALE})){_WHO}\W*$", re.I
)
_ANY = re.compile(r"\b(?:fe)?males?\b|\b(?:wo)?m[ea]n\b|\bgirls?\b|\bboys?\b|\bsex(?:es)?\b|\bgenders?\b", re.I)


class SexExtractor:
    """Yields at most one finding of kind ``sex`` a criterion."""

    version = "1"

    def __call__(self, unit: Unit) -> Iterator[Finding]:
        """Yield what a criterion says of the participants' sex."""
        if not _ANY.search(unit.text):
            return
        found = _both(unit) or _one(unit)
        if found:
            value, start, end = found
            yield {"kind": "sex", "start": start, "end": end, "value": value, "text": " ".join(unit.text[start:end].split())}


def _both(unit: Unit) -> tuple[str, int, int] | None:
    if unit.section == "exclusion":
        return None
    return next((("all", start, end) for start, end, _ in cues("cues_sex.csv", unit.text)), None)


def _one(unit: Unit) -> tuple[str, int, int] | None:
    match = _SUBJECT.match(unit.text)
    if match is None:
        match = _IN_AGE.search(unit.text)
        if match is None or unit.section == "exclusion":
            return None
    value = "female" if match["female"] else "male"
    rest = unit.text[match.end() :]
    if _REGULATES.search(rest) or (unit.section == "exclusion" and rest.strip(" .;,)")):
        return None
    return value, match.start(value), match.end(value)


@extractors("sex.v1")
def create_sex() -> SexExtractor:
    """Create the extractor."""
    return SexExtractor()
