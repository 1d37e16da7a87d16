"""A registry page copied as plain text: lines that are labels, each followed by its value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..types import Enrollment, Failure, Trial
from .ages import parse_age_range
from .base import Blob, RawRecord, decode, read_each, reader
from .building import TrialBuilder
from .identifiers import find_trial_id
from .page_lines import GROUPS, RUNNING, Line, Section, cut
from .text import name_of, whole_file

FORMAT = "page"
FIELD = "text"
_ENROLLMENT = re.compile(r"(?P<count>\d[\d,]*)\s*(?P<type>estimated|actual)?", re.IGNORECASE)
_KIND_OF_TREATMENT = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?: ?")
_TITLE_WORDS = 4
_LABELS_OF_A_PAGE = 3


@reader(FORMAT)
class Page:
    """Reader of plain registry pages."""

    def sniff(self, blob: Blob) -> int:
        """Count the kinds of labels that stand alone on a line; criteria alone make no page."""
        if b"\0" in blob.head:
            return 0
        keys = {section.key for section in cut(blob.head_text())} - {"noise", "eligibility", ""}
        return 50 if len(keys) >= _LABELS_OF_A_PAGE else 0

    def read(self, blob: Blob) -> Iterator[Trial | Failure]:
        """Yield the one trial of the page."""
        return read_each(blob.uri, whole_file(blob), lambda record: page_trial(blob, record))


def page_trial(blob: Blob, record: RawRecord) -> Trial:
    """Return the trial of a page; what the page leaves empty stays empty."""
    text = decode(record.raw)
    return sections_trial(TrialBuilder(FORMAT, blob.uri, record.raw), text, list(cut(text)), name_of(blob))


def sections_trial(build: TrialBuilder, text: str, sections: list[Section], name: str) -> Trial:
    """Return the trial of a page that is cut into sections; ``name`` is its id where the page shows none."""
    build.whole(FIELD, text)
    for section in _joined(sections):
        _READERS.get(section.key, _ignore)(build, section)
    build.trial_id = build.trial_id or _id_elsewhere(sections) or name
    return build.build()


def _id_elsewhere(sections: list[Section]) -> str | None:
    """Return a registry id from outside the running text, which may well speak of other trials."""
    lines = (line.text for section in sections if section.key not in RUNNING for line in section.lines)
    return next((found for found in map(find_trial_id, lines) if found), None)


def _joined(sections: list[Section]) -> Iterator[Section]:
    """Yield the sections, neighbouring ones of criteria as one."""
    waiting: Section | None = None
    for section in sections:
        if waiting and section.key == waiting.key == "eligibility":
            waiting = Section("eligibility", waiting.label, [*waiting.lines, section.label, *section.lines])
            continue
        if waiting:
            yield waiting
        waiting = section
    if waiting:
        yield waiting


def _ignore(build: TrialBuilder, section: Section) -> None:
    """Pass over a section that says nothing of who may take part."""


def _groups(build: TrialBuilder, section: Section) -> None:
    found = GROUPS.fullmatch(section.label.text)
    if found and build.enrollment is None:
        build.enrollment = Enrollment(count=_count(found), groups=int(found["groups"]))


def _preamble(build: TrialBuilder, section: Section) -> None:
    """Read the lines above the first label: the title, then a single letter as logo, then the sponsor."""
    lines = section.lines
    logo = next((index for index, line in enumerate(lines) if len(line.text) == 1 and line.text.isalpha()), None)
    if logo:
        _region(build, "title", lines[logo - 1])
        if lines[logo + 1 :]:
            build.study["sponsor"] = lines[logo + 1].text
        return
    titles = [line for line in lines if len(line.text.split()) >= _TITLE_WORDS]
    if titles:
        _region(build, "title", max(titles, key=lambda line: len(line.text)))


def _title(build: TrialBuilder, section: Section) -> None:
    for line in section.lines[:1]:
        _region(build, "title", line)


def _official_title(build: TrialBuilder, section: Section) -> None:
    for line in section.lines[:1]:
        _region(build, "official_title", line)


def _conditions(build: TrialBuilder, section: Section) -> None:
    for line in section.lines:
        _region(build, "conditions", line)


def _treatments(build: TrialBuilder, section: Section) -> None:
    for line in section.lines:
        kind = _KIND_OF_TREATMENT.match(line.text)
        _region(build, "interventions.name", line.without(kind.end() if kind else 0))


def _description(build: TrialBuilder, section: Section) -> None:
    if section.lines:
        build.region("description", FIELD, section.lines[0].start, section.lines[-1].end)


def _eligibility(build: TrialBuilder, section: Section) -> None:
    last = section.lines[-1] if section.lines else section.label
    build.region("eligibility", FIELD, section.label.start, last.end)


def _ids(build: TrialBuilder, section: Section) -> None:
    for line in section.lines:
        if not build.trial_id and find_trial_id(line.text) == line.text:
            build.trial_id = line.text
        else:
            build.secondary_ids.append(line.text)


def _status(build: TrialBuilder, section: Section) -> None:
    for line in section.lines:
        build.study.setdefault("phase" if "phase" in line.text.lower() else "status", line.text)


def _study_value(build: TrialBuilder, section: Section) -> None:
    for line in section.lines[:1]:
        build.study.setdefault(section.key, line.text)


def _enrollment(build: TrialBuilder, section: Section) -> None:
    found = _ENROLLMENT.match(section.first) if section.first else None
    if found:
        kind = (found["type"] or section.label.text).lower()
        kinds = [name for name in ("estimated", "actual") if name in kind]
        build.enrollment = Enrollment.model_validate({"count": _count(found), "type": kinds[0] if kinds else None})


def _count(found: re.Match[str]) -> int:
    return int(found["count"].replace(",", ""))


def _ages(build: TrialBuilder, section: Section) -> None:
    if section.first:
        build.age_limits(*parse_age_range(section.first), section.first)


def _sex(build: TrialBuilder, section: Section) -> None:
    build.sex = section.first


def _volunteers(build: TrialBuilder, section: Section) -> None:
    build.volunteers = section.first


def _region(build: TrialBuilder, role: str, line: Line) -> None:
    build.region(role, FIELD, line.start, line.end)


_READERS = {
    "": _preamble,
    "title": _title,
    "official_title": _official_title,
    "conditions": _conditions,
    "treatments": _treatments,
    "description": _description,
    "eligibility": _eligibility,
    "ids": _ids,
    "status": _status,
    "type": _study_value,
    "phase": _study_value,
    "sponsor": _study_value,
    "enrollment": _enrollment,
    "groups": _groups,
    "ages": _ages,
    "sex": _sex,
    "volunteers": _volunteers,
}
