"""How far an age of a criterion speaks for all participants of a trial.

"Aged 18 to 70" does; "consent of a parent if under 18", "one risk factor such as age over 65" and the age of a donor do
not, though they are ages. Only the first bounds the population.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from ..lexicons.loader import read_table
from ..lexicons.rows.entities import CueRow
from ..unit import Finding
from .envelope import days
from .words import word_list

Standing = Literal["plain", "passing", "refused", "none"]
"""``plain``: the criterion says who may take part by age; ``passing``: a criterion about something else names an age,
which counts where no plain one is found; ``refused``: the ages that are turned away ("under 18 are excluded");
``none``: the age of others, of an event, or under which something else is asked for."""

_LIGHT: Final = word_list("standing.light")
_TURNING: Final = word_list("standing.turning")
_MODAL: Final = word_list("standing.modal")
_SENTENCE: Final = re.compile(r"(?<=[.;!?])\s+(?=[A-Z0-9(])|;|\n\s*\n|(?<=:)\s*\n")
_CLAUSE: Final = re.compile(r"[.;,\n]|\bor\b|\band/or\b", re.I)
_AT: Final = re.compile(r"at|after|before|by|since|until", re.I)
_BLANK: Final = "\N{FULL BLOCK}"
_TRAILING_OR: Final = re.compile(r"\W*\bor\W*$", re.I)
_BEFORE_AGE: Final = re.compile(rf"[\s(,]*(?:or|and/or)[\s(]*{_BLANK}", re.I)
_WORD: Final = re.compile(r"[A-Za-z]+")
# The age of majority is at most 21; menopause is set between 40 and 60 years.
_NEAR: Final = 150
_MAJORITY, _MENOPAUSE = 21 * 365.25, (40 * 365.25, 61 * 365.25)


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around the ages of a criterion."""

    text: str
    section: str
    above: tuple[str, ...] = ()
    """The heading and the lead-ins that govern the criterion."""
    choice: Literal["", "ages", "mixed"] = ""
    """The criterion is one of several of which one is enough; ``ages``: all of them speak of age."""
    ages: tuple[tuple[int, int], ...] = ()


def standing(age: Finding, setting: Setting) -> Standing:
    """Tell how far an age finding speaks for all participants."""
    alone = _is_light(setting.text[: age["start"]]) and not setting.text[age["end"] :].strip(" .;,)")
    if under_others(setting) or (not alone and _above(setting, "above_part")):
        return "none"
    if _is_menopause(age) and _above(setting, "menopause_above"):
        return "none"
    text = _without_others(age, setting)
    start, end = _sentence(text, age["start"], age["end"])
    # "before age 55": the word of time belongs to what stands before.
    own = _AT.match(text, age["start"], age["end"])
    before, behind = text[start : own.end() if own else age["start"]], text[age["end"] : end]
    if _is_elsewhere(age, before, behind):
        return "none"
    if setting.section == "exclusion":
        return "plain" if _stands_alone(age, text) else "none"
    before = text[start : age["start"]]
    if _says("refused", behind):
        return "refused" if _is_light(before) else "none"
    if setting.choice == "mixed":
        low = _days(age, "low")
        return "passing" if low is not None and low <= _MAJORITY else "none"
    if not _is_light(before) or _turns(behind):
        return "none" if _is_rule(age, behind) else "passing"
    one_of_two = _TRAILING_OR.match(text, age["end"])
    if setting.choice or one_of_two or any(_says("others", text) for text in (before, *setting.above)):
        return "passing"
    return "plain"


def _is_rule(age: Finding, behind: str) -> bool:
    """Tell whether what follows is a rule for some ages only: ``patients over 70 must have ...``."""
    low, high = _days(age, "low"), _days(age, "high")
    partial = low is None or (high is None and low > _MAJORITY)
    return partial and _first_word(behind) in _MODAL


def under_others(setting: Setting) -> bool:
    """Tell whether a heading or lead-in turns to others than the participants, or to a part of their qualities."""
    return _above(setting, "above")


def _above(setting: Setting, effect: str) -> bool:
    return any(_says(effect, text[-_NEAR:]) for text in setting.above)


def _without_others(age: Finding, setting: Setting) -> str:
    """Return the text, the other ages of the criterion blotted out."""
    text = setting.text
    for start, end in setting.ages:
        if end <= age["start"] or start >= age["end"]:
            text = text[:start] + _BLANK * (end - start) + text[end:]
    return text


def _is_elsewhere(age: Finding, before: str, behind: str) -> bool:
    """Tell whether the words of the sentence make the age that of others, of an event or of a condition."""
    if _says("before", before) or _says("after", behind):
        return True
    if not age.get("low") and _says("unbounded", before):
        return True
    high = _days(age, "high")
    if high is not None and high <= _MAJORITY and _says("minor", before):
        return True
    if high is not None and high <= _MAJORITY and _says("assent_after", behind):
        return True
    if not age.get("low") and _says("minor_after", behind):
        return True
    return _is_menopause(age) and _says("menopause", before + " " + behind)


def _is_menopause(age: Finding) -> bool:
    ends = [value for end in ("low", "high") if (value := _days(age, end)) is not None]
    return len(ends) == 1 and _MENOPAUSE[0] <= ends[0] <= _MENOPAUSE[1]


def _days(age: Finding, end: str) -> float | None:
    if not age.get(end):
        return None
    unit = age.get("high_unit") or age["unit"] if end == "high" else age["unit"]
    return days({"value": age[end]["value"], "unit": unit})


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence around a span."""
    first, last = 0, len(text)
    for match in _SENTENCE.finditer(text):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.start()
            break
    return first, last


def _stands_alone(age: Finding, text: str) -> bool:
    """Tell whether an exclusion names nothing but the age: who also smokes or has a disease is another matter."""
    before = [match.end() for match in _CLAUSE.finditer(text, 0, age["start"])]
    behind = _CLAUSE.search(text, age["end"])
    left = text[before[-1] if before else 0 : age["start"]]
    right = text[age["end"] : behind.start() if behind else len(text)]
    if _says("refused", right):
        return True
    if not _is_light(left) or _turns(right):
        return False
    further = text[behind.end() :] if behind and behind[0] == "," else ""
    return _first_word(further) == "or" or not _turns(further)


def _is_light(text: str) -> bool:
    return all(word.lower() in _LIGHT for word in _WORD.findall(text))


def _turns(text: str) -> bool:
    """Tell whether what follows makes a rule for those of an age (``who smoke``, ``must have``)."""
    if _BEFORE_AGE.match(text) or text.lstrip(" )").startswith((".", ";")):
        return False
    return _first_word(text) in _TURNING


def _first_word(text: str) -> str:
    first = _WORD.search(text)
    return first[0].lower() if first else ""


def _says(effect: str, text: str) -> bool:
    return bool(text) and _pattern(effect).search(text) is not None


@cache
def _pattern(effect: str) -> re.Pattern[str]:
    patterns = [row.pattern for row in read_table("age_standing.csv", CueRow) if row.effect == effect]
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(patterns)})(?![A-Za-z])", re.I)
