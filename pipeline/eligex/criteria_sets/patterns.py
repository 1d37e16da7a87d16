"""The regular expressions of the grammar, compiled once from the table of its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ..lexicons.rows.criteria_sets import WordRole, criteria_words

YEAR = r"(?<![\d./])(?:19[4-9]\d|20[0-3]\d)(?![\d%/])"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
# A surname or a town.
_NAME = r"(?:[A-Z][a-zé]+(?:-[A-Z][a-z]+)?|[A-Z][a-z]+[A-Z][A-Za-z]+)"
_SORT = r"(?:(?:diagnostic|classification|consensus|revised|modified|research|response) )"


def _any(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"[ -]") for word in ordered)


def _words(*roles: WordRole) -> str:
    return _any(word for role in roles for word in criteria_words(role))


@dataclass(frozen=True, slots=True)
class Patterns:
    """``after_*`` match at the end of a name, ``before_*`` end where a name begins."""

    kind: re.Pattern[str]
    stage: re.Pattern[str]
    title: re.Pattern[str]
    guideline: re.Pattern[str]
    filler: re.Pattern[str]
    stop: re.Pattern[str]
    after_year: re.Pattern[str]
    after_version: re.Pattern[str]
    after_modifier: re.Pattern[str]
    next_year: re.Pattern[str]
    next_version: re.Pattern[str]
    before_detail: re.Pattern[str]
    before_version: re.Pattern[str]
    later_version: re.Pattern[str]
    before_kind: re.Pattern[str]
    before_cue: re.Pattern[str]
    by_name: re.Pattern[str]
    generic_before: re.Pattern[str]
    instrument: re.Pattern[str]
    noun: re.Pattern[str]
    unknown_before: re.Pattern[str]
    unknown_after: re.Pattern[str]
    unnamed: re.Pattern[str]
    response: re.Pattern[str]
    staging: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """Return the compiled patterns."""
    kind, modifier = _words("kind"), _words("modifier")
    since = rf"of|from|in|published in|(?:as )?(?:revised|updated|modified)(?: in)?|{_MONTH}"
    ordinal = _any(word for word in criteria_words("numeral") if len(word) > 4)
    flags = re.IGNORECASE
    detail = rf"(?:\({YEAR}\)|{YEAR}|{modifier})"
    return Patterns(
        kind=re.compile(
            rf"(?:-|[)\]]?,? ?\(?)(?:for )?({kind})\b(?! (?:{_words('guideline')})\b)"
            rf"(?:(?<![Cc]onsensus)|(?! (?:{_words('forum')})\b))",
            flags,
        ),
        stage=re.compile(rf" ({_words('stage')})\b", flags),
        title=re.compile(r"[ ,]?[Ii]nternational Classification of [A-Z]"),
        guideline=re.compile(rf"[)\]]? (?:\w+ )?(?:{_words('guideline')})(?![a-z])", flags),
        filler=re.compile(r"[ /-]?(\([^()\n]{1,40}\)|\[[^\[\]\n]{1,40}\]|[\w'’.&+-]{1,24})"),
        stop=re.compile(rf"(?:{_words('break', 'generic')}|[\w-]*[a-z]\.)$", flags),
        after_year=re.compile(
            rf"(?:'s)?[ ,:-]{{0,2}}[(\[]?(?:(?:{since}) )?({YEAR})"
            r"(?:[ -](?:revisions?|updated?|version|edition))?[)\]]?",
            flags,
        ),
        after_version=re.compile(
            rf"[ ,-]{{0,2}}[(\[]?(?:(?:version|vers?\.?|v\.?|edition|ed\.) ?(?P<number>\d{{1,2}}(?:\. ?\d{{1,2}})?)"
            rf"|-(?P<dash>\d)(?![\d.-])"
            rf"|(?:(?P<nth>\d)(?:st|nd|rd|th) (?:edition|ed\b\.?|revision|version)"
            rf"|(?P<word>{ordinal})[ -](?:edition|revision|version))(?P<revised>,? text revision)?"
            rf"|(?P<bare>\d\. ?\d{{1,2}}))(?![\d])(?P<beta>[ (-]{{0,2}}(?:beta|β)(?: version)?)?[)\]]?",
            flags,
        ),
        after_modifier=re.compile(rf"[ ,-]{{0,2}}[(\[]?({modifier})\b(?! classification of)[)\]]?", flags),
        next_year=re.compile(rf"[)\]]?(?: ?/ ?| or | and | & |, ?)(?P<year>{YEAR})", flags),
        next_version=re.compile(r"(?: ?/ ?| or | and )(?P<version>(?:IV|III|II|V|[2-5])(?:-TR)?)(?![\w.%])"),
        before_detail=re.compile(rf"(?<![\w])(?:{detail}[ ,-]{{1,2}}(?:(?:of|and) )?(?:the )?)+$", flags),
        before_version=re.compile(
            rf"(?:\b(?P<nth>\d)(?:st|nd|rd|th)|\b(?P<word>{ordinal})|\bversion (?P<number>\d))"
            r"(?: \(?(?:edition|version|revision|ed\.)\)?)?(?: \(\d{4}\))?(?: of)?(?: the)? $",
            flags,
        ),
        later_version=re.compile(
            r" (?:for|of) [^.;()\n]{3,40}?,? \(?"
            rf"(?:(?P<nth>\d)(?:st|nd|rd|th)|(?P<word>{ordinal})) (?:edition|revision)",
            flags,
        ),
        before_kind=re.compile(
            rf"\b({kind})(?: (?:for|of) [^.;:\n]{{3,50}}?)?,? (?:{_words('author')}) (?:{detail} ){{0,2}}$", flags
        ),
        before_cue=re.compile(rf"(?:(?:{_words('cue')})(?: the)?(?: {detail})? ?|\b(?:or|and) |[(\[])$", flags),
        by_name=re.compile(r"\baccording to (?:the )?$", flags),
        generic_before=re.compile(rf"\b(?:{_words('generic')})[ -]$", flags),
        instrument=re.compile(rf"\b(?:{_words('instrument')})(?: \(?[a-z-]{{2,6}}\)?)? for (?:the )?$", flags),
        noun=re.compile(r"\b(?:[Cc]riteria|[Cc]riterion|[Cc]lassification|[Dd]efinition)\b"),
        unknown_before=re.compile(
            rf"(?i:\b(?:{_words('cue')})) (?:the )?(?:(?i:{modifier}) )?"
            rf"(?:(?P<name>{_NAME}(?:(?: and | & |[-/]){_NAME})*(?:'s?)?) (?:\(\d{{1,3}}\) |et al\.? )?{_SORT}{{0,2}}"
            rf"|(?P<acronym>[A-Z]{{2,8}}(?:[-/][A-Z]{{2,8}})*) {_SORT}{{1,2}})$"
        ),
        unknown_after=re.compile(
            rf" (?:(?:as )?(?:outlined|proposed|described|defined|published|established|developed|suggested) )?by "
            rf"(?P<name>{_NAME}(?: et al\b\.?| and colleagues| and {_NAME}| and modified by {_NAME}(?: and {_NAME})?))"
        ),
        unnamed=re.compile(rf"(?i:^(?:{_words('generic', 'break', 'unnamed')})\b)"),
        response=re.compile(rf"\b(?:{_words('response')})\b", flags),
        staging=re.compile(rf"\b(?:{_words('staging')})\b", flags),
    )
