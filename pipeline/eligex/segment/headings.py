"""Section headings: at the start of a line, as a whole line, and in the middle of a run of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .tables import HeadingTables, alternation, heading_tables, key_of, words

_WINDOW = 170
_HINT_WINDOW = 130
_MAX_GROUP = 90
_OPEN = r"[*_#=\"'“\[(<]{0,4}\s*"
_CLOSE = r"[*_\"'”\])>]{0,4}(?:\s?={2,40})?"
_WORDS = r"(?:(?:[-–][ \t])?[^\W_][\w/&'’,-]*:?[ \t]+)"
_COLON = re.compile(rf"\s*{_CLOSE}\s*(?:[:：]\s?[-–—](?=\s*$)|[:：](?!\d)|[-–—]+(?=\s+\S)){_CLOSE}")
_CAPITAL_RUN = re.compile(r"\.?\s+(?=[A-Z(•●]|\d{1,2}[.)]|[\-–*≥>≤<\"“])")
_LAST_WORDS = re.compile(r"(\S+)\s+(\S+\s+[Cc]riteria|\S+\s+CRITERIA)$")
_PLAIN_TAIL = re.compile(r"[^:：\n.;]{0,90}")
_HINT = re.compile(r"criter|critera|creter|clu[ds]|eligib|characteristics|concurrent\s+therapy", re.I)


@dataclass(frozen=True, slots=True)
class Found:
    """A heading that ends at ``end``; ``mode`` is the section it opens.

    ``eligibility``: both, wording decides; ``requirements``: so too, and paragraphs may run on (old cancer layout);
    ``packed``: so may list items.
    """

    end: int
    mode: str


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    tables = heading_tables()
    criteria = re.compile(
        rf"{_OPEN}(?P<pre>{_WORDS}{{0,5}}?)(?P<dash>[-–][ \t]*)?(?P<term>{alternation(tables.criteria)})"
        rf"\s*-?\s*(?:{alternation(tables.nouns)})\b",
        re.I,
    )
    colon = re.compile(
        rf"{_OPEN}(?P<pre>{_WORDS}{{0,3}}?)(?P<term>{alternation(tables.colon)})(?P<tail>\s*\([^()\n]{{1,60}}\))?"
        rf"(?:\s*{_CLOSE}\s*[:：]{_CLOSE}|(?P<bare>{_CLOSE}\s*$))",
        re.I,
    )
    name = re.compile(rf"(?:--\s?)?(?P<term>{alternation(tables.names)})\s*(?:--|:|$)", re.I)
    return criteria, colon, name


@cache
def _verb_tail() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{alternation(words('heading_verb'))})(?=\s)", re.I)


@cache
def _inline() -> re.Pattern[str]:
    tables = heading_tables()
    sided = [term for term, section in tables.criteria.items() if section in ("inclusion", "exclusion")]
    forms = [form for term in sided for form in (term.capitalize(), term.title(), term.upper())]
    nouns = [form for noun in tables.nouns[:3] for form in (noun, noun.capitalize(), noun.upper())]
    capital = [f"{term.capitalize()} Criteria" for term in sided] + [f"{term.upper()} CRITERIA" for term in sided]
    names = [form for name in tables.names for form in (name.title(), name.upper())]
    alone = [form for term in tables.colon if term.endswith("sion") for form in (term.capitalize(), term.upper())]
    return re.compile(
        rf"(?<=[\s.;,)\]])(?:(?:(?:Key|Main|Major|KEY|MAIN)\s)?(?:{alternation(forms)})\s(?:{alternation(nouns)})"
        rf"(?:\s\([^()\n]{{1,60}}\))?\s?|(?<=[.;]\s)(?:{alternation(alone)}))[:：]"
        rf"|(?<=[.;)]\s)(?:{alternation(capital)})(?=\s*(?:\n|$|-))"
        rf"|(?<!See\s)(?<=\s)(?:--\s?)?(?:{alternation(names)})(?:--|:)(?=\s)"
    )


def may_be_heading(text: str, start: int, end: int) -> bool:
    """Tell quickly whether a line has any word of section headings near its start."""
    return bool(_HINT.search(text, start, min(end, start + _HINT_WINDOW)))


def heading_at(text: str, start: int, end: int) -> Found | None:
    """Return the section heading that the line ``text[start:end]`` begins with, if any."""
    stop = min(end, start + _WINDOW)
    window = text[start:stop]
    whole = stop == end
    criteria, colon, name = _patterns()
    tables = heading_tables()
    found = name.match(window)
    if found and (found[0][-1:] in ":-" or whole):
        return Found(start + found.end(), "packed" if "--" in found[0] else "requirements")
    found = criteria.match(window)
    if found and (length := _criteria_heading(window, found, whole, tables)):
        return Found(start + length, tables.criteria[key_of(found["term"])])
    found = colon.match(window)
    if found and _colon_heading(found, whole, tables):
        return Found(start + found.end(), tables.colon[key_of(found["term"])])
    return None


def inline_headings(text: str, start: int, end: int) -> list[tuple[int, Found]]:
    """Return (start, heading) of the section headings inside a stretch of text."""
    found: list[tuple[int, Found]] = []
    for match in _inline().finditer(text, start, end):
        if found and match.start() < found[-1][1].end:
            continue
        inner = heading_at(text, match.start(), end)
        if inner and inner.mode in ("inclusion", "exclusion", "requirements", "packed"):
            found.append((match.start(), inner))
    if (last := _closing_heading(text, start, end)) and (not found or last[0] >= found[-1][1].end):
        found.append(last)
    return found


def _closing_heading(text: str, start: int, end: int) -> tuple[int, Found] | None:
    """Return the heading a block ends with for lack of a line break ("... informed consent Exclusion Criteria")."""
    words_ = _LAST_WORDS.search(text, max(start, end - 80), end)
    tables = heading_tables()
    if not words_ or not words_[2][0].isupper():
        return None
    before = words_[1].lower().strip(",;:()")
    mode = tables.criteria.get(key_of(words_[2].split()[0]), "")
    if mode not in ("inclusion", "exclusion") or before in tables.never | tables.after | tables.before:
        return None
    return words_.start(2), Found(end, mode)


def _criteria_heading(window: str, found: re.Match[str], whole: bool, tables: HeadingTables) -> int:
    """Return the length of the heading that starts with "... inclusion criteria", 0 if it is a sentence."""
    before = [word.strip(",:") for word in found["pre"].lower().split()]
    if any(word in tables.never for word in before):
        return 0
    known = bool(found["dash"]) or found["term"][0].isupper() or all(word in tables.before for word in before)
    end = found.end()
    if direct := _COLON.match(window, end):
        group = whole and direct[0].strip(" *") in "-–—" and window.endswith(":") and len(window) - end <= _MAX_GROUP
        return len(window) if group else direct.end()
    rest = window[end:].strip(" \t*_=\"'”])>.")
    if whole and not rest:
        return len(window) if known else 0
    return _tailed_heading(window, end, whole, known) or (_run_heading(window, found) if known else 0)


def _tailed_heading(window: str, end: int, whole: bool, known: bool) -> int:
    """Return the length of a heading with words behind its noun: "(cohort A)", "for donors:", "include"."""
    tables = heading_tables()
    tail = _PLAIN_TAIL.match(window, end)
    after = tail[0].split() if tail else []
    if tail is None or not after:
        return 0
    first = after[0].strip("(),").lower()
    if first not in tables.after and after[0][0] not in "([-–—/0123456789#,":
        return 0
    if window[tail.end() : tail.end() + 1] in (":", "：") and len(after) <= 14:
        return tail.end() + 1
    if verb := _verb_tail().match(window, end):
        return verb.end() if known and after[1:2] != ["not"] else 0
    return len(window) if whole and known and tail.end() == len(window) and len(after) <= 8 else 0


def _run_heading(window: str, found: re.Match[str]) -> int:
    """Return the length of "Exclusion Criteria" run together with its first item, told by the capitals."""
    capital = found["term"][0].isupper() and (found[0].split()[-1][0].isupper() or not found["pre"])
    run = _CAPITAL_RUN.match(window, found.end())
    return run.end() if capital and run else 0


def _is_named(found: re.Match[str], before: list[str], whole: bool, tables: HeadingTables) -> bool:
    """Tell a line "Transplant exclusion:" from "Age at inclusion: 18"."""
    alone = whole and found["bare"] is None and not found.string[found.end() :].strip()
    return (
        alone and len(before) <= 2 and not tables.after.intersection(before) and not tables.never.intersection(before)
    )


def _colon_heading(found: re.Match[str], whole: bool, tables: HeadingTables) -> bool:
    """Tell "Exclusion:" and a bare "EXCLUSION" line from a sentence's end."""
    before = found["pre"].lower().split()
    if found["term"].lower() == "criteria" and before:
        return False
    if any(word not in tables.before for word in before) and not _is_named(found, before, whole, tables):
        return False
    if found["bare"] is not None:
        return whole and found["term"][0].isupper() and not before and not found["tail"]
    return True
