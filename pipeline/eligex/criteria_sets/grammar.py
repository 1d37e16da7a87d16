"""Find mentions of criteria sets: names, organisations, years, editions and words such as "criteria", in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..lexicons.rows.criteria_sets import CriteriaSetRow, criteria_words, organizations
from .catalogue import Anchor, catalogue, disease_index, root
from .patterns import patterns

_JOIN_MAX = 14
# A name this long is hardly a common word, so that its small initial may be forgiven.
_LONG = 6
_SPACE = re.compile(r"(?:'s?)?[)\]]? ?[(\[]?(?:the )?")
_SLASH = re.compile(r"(?:'s?)?[)\]]? ?[/:-] ?[(\[]?(?:the )?")
_AND = re.compile(r"[)\]]?,? ?(?:and|&|\+|,) ?(?:the )?[(\[]?")
# "(WHO, 1997)" cites a paper; "by WHO 2008" names an edition.
_CITED = re.compile(r", ?\d{4}\)?$")
_SHARED = re.compile(r"[)\]]? ?(?:,|/|or|and|and/or|&|\+|, or|, and) ?(?:the |by |on )?")
_FILLERS = {"alias": 5, "eponym": 3, "organization": 6}


@dataclass(frozen=True, slots=True)
class Mention:
    """What the text itself says: ``framed`` tells whether a word such as "criteria" belongs to the name."""

    start: int
    end: int
    organizations: tuple[str, ...] = ()
    names: tuple[Anchor, ...] = ()
    year: int | None = None
    version: str | None = None
    modifier: str | None = None
    kind: str | None = None
    framed: bool = False
    label: str = ""
    """A name that no table holds."""
    named: int = 0
    """Where the names end; diseases before that belong to the names."""


def read_mentions(text: str) -> list[Mention]:
    """Return the mentions in a text of single spaces (see ``Squeezed``), in order."""
    found = list(_mentions(text, _anchors(text)))
    _share_frames(text, found)
    known = [mention for mention in found if _stands(text, mention)]
    others = [mention for mention in _unknown(text) if not any(_overlap(mention, other) for other in known)]
    return sorted((*known, *others), key=lambda mention: mention.start)


def _overlap(first: Mention, second: Mention) -> bool:
    return first.start < second.end and second.start < first.end


def _unknown(text: str) -> Iterator[Mention]:
    """Yield names that no table holds: "by the Lovell criteria", "criteria proposed by Gomez et al."."""
    rules = patterns()
    for word in rules.noun.finditer(text):
        if match := rules.unknown_before.search(text, max(0, word.start() - 90), word.start()):
            label = match["name"] or match["acronym"]
            if not rules.unnamed.search(label) and not disease_index().find(label):
                yield Mention(match.start(match.lastgroup or 0), word.end(), label=label, framed=True, named=word.end())
        elif match := rules.unknown_after.match(text, word.end()):
            yield Mention(word.start(), match.end(), label=match["name"], framed=True, named=match.end())


def _anchors(text: str) -> list[Anchor]:
    found: list[Anchor] = []
    for match in catalogue().anchors.find(text):
        anchor = replace(match.payload, start=match.start, end=match.end)
        if anchor.kind == "alias" or _is_name(text, anchor, match.alias):
            found.append(anchor)
    return [anchor for index, anchor in enumerate(found) if not _is_alone(text, found, index)]


def _is_name(text: str, anchor: Anchor, alias: str) -> bool:
    """Tell a person's, a town's or a body's name from a word: "light", "nice" and "gold" are words."""
    if text[anchor.start].isupper() or not alias[0].isupper():
        return True
    if " " in alias:
        return True
    return len(alias) >= _LONG and bool(patterns().kind.match(text, anchor.end))


def _is_alone(text: str, anchors: Sequence[Anchor], index: int) -> bool:
    """Tell whether a body that counts only beside another ("CAP" in "ASCO/CAP") has none beside it."""
    anchor = anchors[index]
    if anchor.kind != "organization" or not organizations()[anchor.key].joined or anchor.end - anchor.start > 5:
        return False
    before, after = anchors[index - 1] if index else None, anchors[index + 1] if index + 1 < len(anchors) else None
    if before and before.key == anchor.key:
        return False
    beside = (before and text[before.end : anchor.start], after and text[anchor.end : after.start])
    return not any(gap and (_SLASH.fullmatch(gap) or _AND.fullmatch(gap)) for gap in beside)


def _mentions(text: str, anchors: Sequence[Anchor]) -> Iterator[Mention]:
    index = 0
    while index < len(anchors):
        mention = _of(anchors[index])
        index += 1
        mention, index = _grow(text, mention, anchors, index)
        limit = anchors[index].start if index < len(anchors) else len(text)
        yield from _finish(text, mention, limit)


def _of(anchor: Anchor) -> Mention:
    if anchor.kind == "organization":
        return Mention(anchor.start, anchor.end, organizations=(anchor.key,), named=anchor.end)
    return Mention(anchor.start, anchor.end, names=(anchor,), named=anchor.end)


def _grow(text: str, mention: Mention, anchors: Sequence[Anchor], index: int) -> tuple[Mention, int]:
    """Take in the names and details that follow without a word between."""
    while True:
        if index < len(anchors) and _joins(text, mention, anchors[index]):
            following = _of(anchors[index])
            bodies = (*mention.organizations, *following.organizations)
            mention = replace(
                mention,
                end=following.end,
                named=following.end,
                organizations=tuple(dict.fromkeys(bodies)),
                names=(*mention.names, *following.names),
            )
            index += 1
            continue
        grown = _detail(text, mention)
        if grown == mention:
            return mention, index
        mention = grown


def _joins(text: str, mention: Mention, following: Anchor) -> bool:
    gap = text[mention.end : following.start]
    if len(gap) > _JOIN_MAX or "\n" in gap:
        return False
    close, slashed = bool(_SPACE.fullmatch(gap)), bool(_SLASH.fullmatch(gap))
    if not mention.names and following.kind == "organization":
        if close or slashed:
            return True
        return bool(_AND.fullmatch(gap)) and bool(catalogue().published_by((*mention.organizations, following.key)))
    if not (close or slashed or (mention.names and following.kind == "organization" and _AND.fullmatch(gap))):
        return False
    if mention.names and following.kind != "organization":
        return close and (_same_family(mention.names[-1], following) or _spells_out(mention.names[-1], following, gap))
    name = mention.names[-1] if mention.names else following
    bodies = (following.key,) if mention.names else mention.organizations
    return _published(name, bodies)


def _same_family(first: Anchor, second: Anchor) -> bool:
    return bool({row.family for row in _rows(first)} & {row.family for row in _rows(second)})


def _spells_out(first: Anchor, second: Anchor, gap: str) -> bool:
    """Tell whether a bracket spells out an abbreviation: "modified RECIST (Response Evaluation Criteria ...)"."""
    aliases = {alias.lower() for row in _rows(second) for alias in row.aliases}
    return "(" in gap and any(first.key.endswith(alias) for alias in aliases)


def _published(name: Anchor, bodies: Sequence[str]) -> bool:
    return any(set(bodies) & set(row.organizations) for row in _rows(name))


def _rows(name: Anchor) -> list[CriteriaSetRow]:
    found = catalogue()
    return found.by_alias[name.key] if name.kind == "alias" else found.by_eponym[name.key]


def _detail(text: str, mention: Mention) -> Mention:
    """Take in one year, version, modifier or closing bracket after the mention."""
    rules = patterns()
    match = rules.after_year.match(text, mention.end)
    if match and mention.year in (None, int(match[1])):
        return _ending(text, replace(mention, year=int(match[1])), match.end())
    match = None if mention.version else rules.after_version.match(text, mention.end)
    if match and (mention.names or not match["bare"]):
        return _ending(text, replace(mention, version=_version(match)), match.end())
    if mention.modifier is None and (match := rules.after_modifier.match(text, mention.end)):
        return _ending(text, replace(mention, modifier=criteria_words("modifier")[match[1].lower()]), match.end())
    if text[mention.end : mention.end + 1] in (")", "]") and _is_open(text, mention):
        return replace(mention, end=mention.end + 1)
    return mention


def _version(match: re.Match[str]) -> str:
    said = {key: value for key, value in match.groupdict().items() if value}
    revised = "-TR" if "revised" in said else ""
    if word := said.get("word"):
        return criteria_words("numeral")[word.lower()] + revised
    number = next(said[key] for key in ("number", "nth", "dash", "bare") if key in said).replace(" ", "")
    return f"{number} beta" if "beta" in said else number + revised


def _ending(text: str, mention: Mention, end: int) -> Mention:
    mention = replace(mention, end=end)
    if text[end - 1] in ")]" and not _is_open(text, replace(mention, end=end - 1)):
        return replace(mention, end=end - 1)
    return mention


def _is_open(text: str, mention: Mention) -> bool:
    depth = 0
    for char in text[mention.start : mention.end]:
        if char in "([":
            depth += 1
        elif char in ")]" and depth:
            depth -= 1
    return depth > 0


def _finish(text: str, mention: Mention, limit: int) -> Iterator[Mention]:
    """Add the word "criteria" and what stands around it; yield a second mention for a second year or version."""
    rules = patterns()
    mention = _before(text, mention)
    second: Mention | None = None
    if mention.year and (match := rules.next_year.match(text, mention.end)):
        second = replace(mention, start=match.start("year"), end=match.end(), year=int(match["year"]))
    elif mention.names and (match := rules.next_version.match(text, mention.end)):
        second = replace(mention, start=match.start("version"), end=match.end(), version=match["version"])
    if second is None:
        yield _framed(text, mention, limit)
        return
    second = _framed(text, second, limit)
    yield replace(_left_frame(text, mention), framed=second.framed or mention.framed, kind=second.kind)
    yield second


def _framed(text: str, mention: Mention, limit: int) -> Mention:
    """Reach for the word "criteria": after the mention, else before it."""
    rules = patterns()
    position = mention.end
    anchor = mention.names[-1].kind if mention.names else "organization"
    for _ in range(_FILLERS[anchor] + 1):
        if rules.title.match(text, position):
            break
        if match := rules.kind.match(text, position):
            kind = criteria_words("kind").get(match[1].lower().replace("-", " "), "")
            framed = replace(mention, end=match.end(), framed=True, kind=kind or mention.kind)
            return _tail(text, _kind_inside(text, framed, position))
        if position == mention.end and (match := rules.stage.match(text, position)) and _is_staged(mention):
            return replace(mention, end=match.end(), framed=True, kind="staging")
        filler = rules.filler.match(text, position)
        if not filler or filler.end() > limit or rules.stop.match(filler[1]):
            break
        if anchor == "alias" and filler[1] == "and":
            break
        position = filler.end()
    return _left_frame(text, mention)


def _kind_inside(text: str, mention: Mention, position: int) -> Mention:
    """Read the kind from a filler: "response evaluation criteria", "diagnostic research criteria"."""
    if mention.kind:
        return mention
    words = text[mention.start : position].lower()
    stems = criteria_words("stem")
    return replace(mention, kind=next((kind for stem, kind in stems.items() if stem in words), None))


def _tail(text: str, mention: Mention) -> Mention:
    """Take in what follows the word "criteria": another such word, a year, an edition."""
    while True:
        grown = _detail(text, mention)
        if grown == mention:
            match = patterns().kind.match(text, mention.end)
            if not match or match[0].startswith(","):
                return _later_version(text, mention)
            kind = mention.kind or criteria_words("kind").get(match[1].lower(), "") or None
            grown = _ending(text, replace(mention, kind=kind), match.end())
        mention = grown


def _later_version(text: str, mention: Mention) -> Mention:
    """Read the edition behind the disease: "staging criteria for lung cancer, 8th edition"."""
    if mention.version or not _may_have_version(mention):
        return mention
    match = patterns().later_version.match(text, mention.end)
    return replace(mention, version=_version(match)) if match else mention


def _left_frame(text: str, mention: Mention) -> Mention:
    """Take in "criteria of the" before an organisation or a name that needs it."""
    if mention.names and mention.names[0].kind == "alias":
        return mention
    rules = patterns()
    match = rules.before_kind.search(text, max(0, mention.start - 110), mention.start)
    if not match or rules.generic_before.search(text, max(0, match.start() - 20), match.start()):
        return mention
    kind = criteria_words("kind").get(match[1].lower(), "") or mention.kind
    return replace(mention, start=match.start(), framed=True, kind=kind)


def _before(text: str, mention: Mention) -> Mention:
    """Take in years and modifiers before the mention."""
    rules = patterns()
    if mention.version is None and _may_have_version(mention):
        match = rules.before_version.search(text, max(0, mention.start - 60), mention.start)
        if match:
            return replace(mention, start=match.start(), version=_version(match))
    match = rules.before_detail.search(text, max(0, mention.start - 60), mention.start)
    if not match:
        return mention
    years = [int(year) for year in re.findall(r"\d{4}", match[0])]
    modifiers = criteria_words("modifier")
    said = [modifiers[word] for word in re.findall(r"[a-z]+", match[0].lower()) if modifiers.get(word)]
    return replace(
        mention,
        start=match.start(),
        year=mention.year or (years[-1] if years else None),
        modifier=mention.modifier or (said[-1] if said else None),
    )


def _may_have_version(mention: Mention) -> bool:
    """Tell whether the set comes in numbered editions."""
    rows = _rows(mention.names[-1]) if mention.names else catalogue().published_by(mention.organizations)
    return any(row.version and row.version[0].isdigit() for row in rows)


def _is_staged(mention: Mention) -> bool:
    return any(row.kind == "staging" for row in catalogue().published_by(mention.organizations))


def _is_inside(text: str, mention: Mention) -> bool:
    """Tell whether the name is only part of an instrument's name ("Structured Clinical Interview for DSM-IV")."""
    return bool(patterns().instrument.search(text, max(0, mention.start - 40), mention.start))


def _share_frames(text: str, found: list[Mention]) -> None:
    """Let "FAB or WHO criteria" give its word to both names."""
    for index in range(len(found) - 2, -1, -1):
        first, second = found[index], found[index + 1]
        gap = text[first.end : second.start]
        # "NCI/Child-Pugh classification" speaks of one scale.
        if "/" in gap and second.names and not first.names:
            continue
        if second.framed and not first.framed and _SHARED.fullmatch(gap):
            found[index] = replace(first, framed=True, kind=second.kind)


def _stands(text: str, mention: Mention) -> bool:
    """Tell whether the mention names a set by itself, by its frame, or by its year after a cue."""
    if not mention.framed and _is_inside(text, mention):
        return False
    if any(name.kind == "alias" for name in mention.names):
        return True
    if mention.framed:
        return True
    if mention.names:
        return bool(patterns().by_name.search(text, max(0, mention.start - 30), mention.start))
    if not (mention.year or mention.version):
        return False
    if patterns().guideline.match(text, mention.end):
        return False
    bodies = {root(body) for body in mention.organizations}
    rows = [r for r in catalogue().published_by(bodies) if bodies == {root(body) for body in r.organizations}]
    known = [row for row in rows if not row.aliases and not row.part_of and _is_edition(row, mention)]
    if mention.version and any(row.kind == "staging" for row in known):
        return True
    if known and mention.year and len(mention.organizations) > 1:
        return True
    if _CITED.search(text, mention.start, mention.end):
        return False
    return bool(known and patterns().before_cue.search(text, max(0, mention.start - 40), mention.start))


def _is_edition(row: CriteriaSetRow, mention: Mention) -> bool:
    if mention.year:
        return mention.year == row.year or mention.year in row.other_years
    return bool(row.version == mention.version)
