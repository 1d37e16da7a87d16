"""Say which set and edition a mention means, by its words, its year and the disease; never guess between several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..lexicons.rows.criteria_sets import CriteriaSetRow, criteria_diseases, criteria_words
from .catalogue import Anchor, broader, catalogue, root
from .context import Level, Places
from .grammar import Mention

Rows = list[CriteriaSetRow]
# A longer list says nothing that the name does not.
_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Resolution:
    """A set of the catalogue (``row``), or the mention as stated with the rows it may mean."""

    row: CriteriaSetRow | None
    disease: str | None
    candidates: tuple[str, ...] = ()


def resolve(mention: Mention, places: Places, is_response: bool) -> Resolution:
    """Resolve a mention; ``places`` are the diseases around it, ``is_response`` tells whether response is spoken of."""
    known = _rows(mention)
    dated = _of_edition(known, mention)
    rows, disease = _of_disease(dated or known, places, bound=bool(mention.names))
    if not rows:
        return Resolution(None, places.stated)
    rows = _of_kind(rows, mention, is_response)
    chosen = _choose(rows, mention) if dated and rows else None
    if chosen is None and not mention.names and not _is_near(rows, mention, places):
        return Resolution(None, places.stated)
    if chosen is None:
        return Resolution(None, disease or (None if mention.names else places.stated), _ids(rows))
    return _specific(chosen, places.all, disease)


def _is_near(rows: Rows, mention: Mention, places: Places) -> bool:
    """Tell whether the rows are of exactly these bodies, or of a disease that the sentence names."""
    roots = {root(body) for body in mention.organizations}
    near = frozenset[str]().union(*places.near)
    return any({root(b) for b in row.organizations} == roots or row.disease in near for row in rows)


def _rows(mention: Mention) -> Rows:
    if not mention.names:
        return _by_bodies(mention)
    lists = [_named(name) for name in mention.names]
    common = [row for row in lists[0] if all(_holds(other, row) for other in lists[1:])]
    rows = common or min((rows for rows in lists if rows), key=_looseness, default=[])
    families = dict.fromkeys(row.family for row in rows)
    shared = [family for family in families if sum(row.family == family for row in rows) > 1]
    undated = [row for family in shared for row in _members([family]) if row.year is None and not _holds(rows, row)]
    if mention.version:
        version = _numeral(mention.version)
        same = [row for row in rows if row.version and _numeral(row.version).split("-")[0] == version]
        rows = same if 0 < len(same) < len(rows) or len(rows) == 1 == len(same) else _members(families)
        undated = []
    bodies = {root(body) for body in mention.organizations}
    of_bodies = [row for row in rows if bodies & {root(body) for body in row.organizations}]
    return (of_bodies or rows) + undated


def _looseness(rows: Rows) -> tuple[bool, int]:
    return any(row.year is None for row in rows), len(rows)


def _holds(rows: Rows, row: CriteriaSetRow) -> bool:
    """Tell whether a row is among others; comparing the models field by field would be slow."""
    return any(row is other for other in rows)


def _members(families: Iterable[str]) -> Rows:
    return [row for family in families for row in catalogue().by_family[family]]


def _named(name: Anchor) -> Rows:
    found = catalogue()
    if name.kind == "alias":
        rows = found.by_alias[name.key]
        return rows + [row for row in found.by_eponym[name.key] if not _holds(rows, row)]
    return found.by_eponym[name.key]


def _by_bodies(mention: Mention) -> Rows:
    """Return the rows of exactly these bodies and, after them, of these bodies with others."""
    roots = {root(body) for body in mention.organizations}
    rows = [row for row in catalogue().published_by(mention.organizations) if not row.part_of and not _is_scale(row)]
    exact = [row for row in rows if {root(body) for body in row.organizations} == roots]
    if roots != set(mention.organizations):
        return exact  # a body under its former name had no part in the later joint sets
    return exact + [row for row in rows if not _holds(exact, row)]


def _is_scale(row: CriteriaSetRow) -> bool:
    """Tell whether a row is a scale with a name of its own, which its body alone does not mean."""
    return row.kind == "grading" and bool(row.aliases) and not _is_setting(row)


def _of_disease(rows: Rows, places: Places, *, bound: bool) -> tuple[Rows, str | None]:
    """Keep the rows of the nearest disease that any row knows; a name binds its own disease, a body does not."""
    own = {row.disease for row in rows}
    levels = places.all
    for level in levels:
        hits = {disease for disease in own if disease and (disease in level or _is_broader(disease, level))}
        exact = {disease for disease in hits if disease in level}
        if len(exact) > 1:
            common = _common(exact, own)
            exact = {common} if common else exact
        hits = exact or _nearest(hits)
        if hits:
            kept = [row for row in rows if row.disease in hits]
            return kept, next(iter(hits)) if len(hits) == 1 else None
    for level in levels:
        narrower = {disease for disease in own if disease and any(up in level for up in broader(disease))}
        if narrower:
            above = {up for disease in narrower for up in broader(disease) if up in level}
            return [row for row in rows if row.disease in narrower], next(iter(above)) if len(above) == 1 else None
    # A body of one disease (iwCLL, GOLD) binds it too, unless the sentence speaks of another.
    settled = bound or not any(levels) or all(_is_setting(row) for row in rows)
    if not settled and (len(own) > 1 or places.stated):
        return [], None
    return _of_any([row for row in rows if not (bound and row.needs_disease)])


def _of_any(rows: Rows) -> tuple[Rows, str | None]:
    """Keep the rows of the disease that holds all the others, where no disease is spoken of."""
    own = {row.disease for row in rows if row.disease}
    common = _common(own, own) if len(own) > 1 else None
    rows = [row for row in rows if row.disease == common] if common else rows
    own = {row.disease for row in rows if row.disease}
    return rows, next(iter(own)) if len(own) == 1 else None


def _is_broader(disease: str, level: Level) -> bool:
    return any(disease in broader(other) for other in level)


def _nearest(diseases: set[str]) -> set[str]:
    """Keep the narrowest of the diseases that hold the one in the text."""
    depth = max((len(broader(disease)) for disease in diseases), default=0)
    return {disease for disease in diseases if len(broader(disease)) == depth}


def _common(diseases: set[str], own: Iterable[str | None]) -> str | None:
    """Return the disease of the catalogue that holds all of these, if there is one."""
    shared = set.intersection(*({disease, *broader(disease)} for disease in diseases))
    inside = [disease for disease in shared if disease in set(own)]
    return max(inside, key=lambda disease: len(broader(disease)), default=None)


def _of_kind(rows: Rows, mention: Mention, is_response: bool) -> Rows:
    """Tell response, staging and grading sets from diagnostic ones of the same body."""
    if mention.kind in ("response", "staging", "grading"):
        same = [row for row in rows if row.kind == mention.kind]
        return same or rows
    wanted = [row for row in rows if (row.kind == "response") == is_response]
    if mention.names or not wanted:
        # "WHO criteria" for a tumour mean its response only where response is spoken of.
        return wanted or [row for row in rows if mention.names or is_response or not _is_setting(row)]
    return [row for row in wanted if row.kind not in ("grading", "staging")] or wanted


def _is_setting(row: CriteriaSetRow) -> bool:
    return bool(row.disease and criteria_diseases()[row.disease].setting)


def _of_edition(rows: Rows, mention: Mention) -> Rows:
    """Keep the rows of the stated version or year; a stated year that no row has leaves none."""
    if mention.version and any(row.version and _numeral(row.version)[0].isdigit() for row in rows):
        version = _numeral(mention.version)
        matching = [row for row in rows if row.version and version in (_numeral(row.version), _major(row.version))]
        prefix = [row for row in rows if row.version and _numeral(row.version).split("-")[0] == version]
        rows = matching or (prefix if len(prefix) == 1 else [])
    if mention.year:
        families = {row.family for row in rows if row.version and mention.names}
        editions = {row.version for row in rows if row.version}
        rows = [row for row in rows if _is_of_year(row, mention.year)] or [
            row
            for row in _members(families)
            if _is_of_year(row, mention.year) and row.version and row.version.split(" ")[0] in editions
        ]
    return rows


def _is_of_year(row: CriteriaSetRow, year: int) -> bool:
    return year == row.year or year in row.other_years


def _numeral(version: str) -> str:
    head, _, tail = version.lower().partition("-")
    value = criteria_words("numeral").get(head, head)
    value = value.removesuffix(".0")
    return f"{value}-{tail}" if tail else value


def _major(version: str) -> str:
    return version[:-2] if version.endswith(".0") else version


def _choose(rows: Rows, mention: Mention) -> CriteriaSetRow | None:
    """Return the one row that is meant, the undated set when editions stay open, None when sets do."""
    rows = _modified(rows, mention)
    if mention.organizations and not mention.names:
        roots = {root(body) for body in mention.organizations}
        exact = [row for row in rows if {root(body) for body in row.organizations} == roots]
        if exact and (mention.year or len(_families(rows)) == 1 or any(row.default_edition for row in exact)):
            rows = exact
        elif not mention.year and not exact:
            return None
    if len(_families(rows)) != 1:
        usual = [row for row in rows if row.default_edition]
        return usual[0] if len(usual) == 1 and mention.names and mention.names[0].kind == "alias" else None
    if len(rows) == 1:
        return rows[0]
    default = [row for row in rows if row.default_edition]
    undated = [row for row in rows if row.year is None]
    if mention.modifier is None or not undated:
        return default[0] if default else undated[0] if undated else None
    dated = [row for row in rows if row.year is not None]
    return default[0] if default else dated[0] if len(dated) == 1 else undated[0]


def _modified(rows: Rows, mention: Mention) -> Rows:
    """Keep the editions that carry the stated modifier ("revised"); "modified" alone never means the plain set."""
    if not mention.modifier or mention.year or mention.version:
        return rows
    alike = [row for row in rows if row.version == mention.modifier]
    if alike:
        return alike + [row for row in rows if row.year is None]
    return [] if mention.modifier == "modified" else rows


def _families(rows: Rows) -> set[str]:
    return {row.family for row in rows}


def _ids(rows: Rows) -> tuple[str, ...]:
    """Return one id a family: its undated set, its only row, or every edition."""
    ids: list[str] = []
    for family in dict.fromkeys(row.family for row in rows):
        members = [row for row in rows if row.family == family]
        undated = [row for row in members if row.year is None or row.default_edition]
        ids += [row.id for row in (undated[:1] if undated and len(_families(rows)) > 1 else members)]
    return tuple(ids) if len(ids) <= _CANDIDATES else ()


def _specific(row: CriteriaSetRow, levels: Sequence[Level], disease: str | None) -> Resolution:
    """Go from a manual (DSM-5) to its criteria for the disease at hand, when it is one disease."""
    parts = {part.disease: part for part in catalogue().by_manual[row.id] if part.disease}
    for level in levels if parts else ():
        if row.disease in level:
            break
        hits = [name for name in parts if name in level]
        if len(hits) == 1:
            return Resolution(parts[hits[0]], hits[0])
        if hits:
            return Resolution(row, row.disease, tuple(parts[name].id for name in hits))
    return Resolution(row, row.disease or disease)


def kind_of(mention: Mention, resolution: Resolution) -> str | None:
    """Return the kind of the set; an unresolved one has the kind its words or all its candidates have."""
    if resolution.row:
        return resolution.row.kind
    kinds = {catalogue().rows[other].kind for other in resolution.candidates}
    return next(iter(kinds)) if len(kinds) == 1 else mention.kind


def stated_name(mention: Mention, text: str, disease: str | None) -> str:
    """Return a name made of what the mention states, for a set that stays unresolved."""
    who = mention.label or "/".join(mention.organizations)
    if mention.names:
        who = text[mention.names[0].start : mention.names[0].end]
    noun = {"definition": "definition of", "staging": "staging of", "grading": "grading of"}.get(mention.kind or "")
    kind = f"{mention.kind} " if mention.kind in ("diagnostic", "classification", "response") else ""
    words = [str(mention.year or ""), mention.modifier or "", who, mention.version or "", noun or f"{kind}criteria for"]
    name = " ".join(word for word in words if word)
    if disease:
        return f"{name} {disease}"
    return re.sub(r" (?:for|of)$", "", name)
