"""Cut a plain page into sections at the lines that are labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from ..lexicons.loader import read_table
from ..lexicons.rows.sources import PageLabelRow

_LINE = re.compile(r"[^\r\n]*[^\s][^\r\n]*")
_INLINE = re.compile(r"(?P<label>[^:]{2,50}):\s+(?=\S)")
_PEOPLE = "(?:participants|patients|subjects|people)"
GROUPS = re.compile(rf"(?P<count>\d[\d,]*) {_PEOPLE} in (?P<groups>\d+) (?:patient |treatment |study )?groups?")
"""The line above a page's treatment groups, label and value at once."""
_LONGEST_LABEL = 60
RUNNING = frozenset({"description", "eligibility"})
"""Sections of running text, where "Sex: female" is a sentence of the section."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the space around it; offsets count in the page."""

    start: int
    end: int
    text: str

    def without(self, characters: int) -> Line:
        """Return the line without its first characters."""
        return Line(self.start + characters, self.end, self.text[characters:])


@dataclass(frozen=True, slots=True)
class Section:
    """A label (an empty line of offset 0 above the first) and the lines below it."""

    key: str
    label: Line
    lines: list[Line] = field(default_factory=list)

    @property
    def first(self) -> str:
        """The first line's text, "" when the page left the value empty."""
        return self.lines[0].text if self.lines else ""


@dataclass(frozen=True, slots=True)
class _Labels:
    exact: dict[str, PageLabelRow]
    starts: tuple[str, ...]

    def key(self, text: str, within: str) -> str | None:
        """Return the key of a line that is a label; ``within`` is the key of the section it would end."""
        if GROUPS.fullmatch(text):
            return "groups"
        if len(text) > _LONGEST_LABEL:
            return "noise" if text.lower().startswith(self.starts) else None
        label = text.lower().rstrip(": ")
        row = self.exact.get(label)
        if row and not (row.ambiguous and within == "eligibility"):
            return row.key
        return "noise" if label.startswith(self.starts) else None


@cache
def _labels() -> _Labels:
    rows = read_table("page_labels.csv", PageLabelRow)
    return _Labels(
        exact={row.label: row for row in rows if not row.label.endswith("*")},
        starts=tuple(row.label[:-1] for row in rows if row.label.endswith("*")),
    )


def cut(text: str) -> Iterator[Section]:
    """Yield the page's sections in order; the first has the key "" and holds what stands above all labels."""
    section = Section("", Line(0, 0, ""))
    for line in _lines(text):
        key = _labels().key(line.text, section.key)
        if key == "noise":
            continue
        if key == section.key != "eligibility" and not section.lines:
            key = None  # "Volunteers" / "Accepts healthy volunteers": the value of one page is the label of another
        inline = _inline(line, section.key) if key is None else None
        if key or inline:
            yield section
            section = inline or Section(key or "", line)
        else:
            section.lines.append(line)
    yield section


def _inline(line: Line, within: str) -> Section | None:
    """Return the section of a line that holds label and value ("Study type: Observational")."""
    match = _INLINE.match(line.text) if within not in RUNNING else None
    key = _labels().key(match["label"], within) if match else None
    if match is None or key is None or key in RUNNING | {"noise", "other"}:
        return None
    label = Line(line.start, line.start + match.end("label"), match["label"])
    return Section(key, label, [line.without(match.end())])


def _lines(text: str) -> Iterator[Line]:
    for match in _LINE.finditer(text):
        raw = match.group()
        start = match.start() + len(raw) - len(raw.lstrip())
        stripped = raw.strip()
        yield Line(start, start + len(stripped), stripped)
