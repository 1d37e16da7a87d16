"""Put a trial together from what a format says."""

from __future__ import annotations

import re

from ..types import (
    Enrollment,
    Region,
    RegistryAge,
    SourceInfo,
    Study,
    Trial,
    Warning,
)
from .ages import Limit, parse_age
from .base import MAX_TEXT, RecordError, sha256
from .identifiers import registry_of
from .values import parse_sex, parse_volunteers, phase_name, plain

_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.0+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")


class TrialBuilder:
    """Collects texts, regions and registry values of one trial."""

    def __init__(self, format: str, uri: str, raw: bytes) -> None:
        self._source = SourceInfo(format=format, uri=uri, sha256=sha256(raw))
        self._fields: dict[str, str] = {}
        self._regions: list[Region] = []
        self._conditions: list[str] = []
        self._warnings: list[Warning] = []
        self._limits = Limit(), Limit()
        self.trial_id = ""
        self.secondary_ids: list[str] = []
        self.study: dict[str, str | None] = {}
        self.sex: str | None = None
        self.volunteers: str | bool | None = None
        self.enrollment: Enrollment | None = None

    def text(self, field: str, value: str | None, role: str | None = None) -> None:
        """Add a field whose text, but for trailing space, plays one role; blank texts are left out."""
        if value and value.strip():
            self._fields[field] = value
            self._regions.append(Region(role=role or field, field=field, start=0, end=len(value.rstrip())))

    def whole(self, field: str, value: str) -> None:
        """Add a field that regions will cut up."""
        self._fields[field] = value

    def region(self, role: str, field: str, start: int, end: int) -> None:
        """Add a region of a field."""
        self._regions.append(Region(role=role, field=field, start=start, end=end))
        if role == "conditions":
            self._conditions.append(self._fields[field][start:end].strip())

    def listed(self, name: str, values: list[str]) -> None:
        """Add the fields ``name.0``, ``name.1`` ... (conditions, keywords)."""
        for index, value in enumerate(values):
            self.text(f"{name}.{index}", value, role=name)
            if name == "conditions" and value.strip():
                self._conditions.append(value.strip())

    def item(self, group: str, index: int, **parts: str | None) -> None:
        """Add the parts of one intervention or arm as ``group.index.part``."""
        for part, value in parts.items():
            self.text(f"{group}.{index}.{part}", value, role=f"{group}.{part}")

    def age(self, low: object, high: object) -> None:
        """Read the registry's age limits; what cannot be read becomes a warning."""
        self.age_limits(parse_age(plain(low), upper=False), parse_age(plain(high), upper=True), f"{low}, {high}")

    def age_limits(self, low: Limit, high: Limit, raw: str) -> None:
        """Take age limits as read from ``raw``."""
        self._limits = low, high
        for limit in self._limits:
            if limit.problem:
                self.warn("registry-age", f"{raw!r}: {limit.problem}")

    def participants(self, count: object, kind: str = "") -> None:
        """Read the number of participants and whether it is an estimate or was reached."""
        found = _COUNT.fullmatch(plain(count))
        if found:
            words = {"estimated": "estimated", "anticipated": "estimated", "actual": "actual"}
            number = int(found[1].replace(",", ""))
            self.enrollment = Enrollment.model_validate({"count": number, "type": words.get(plain(kind).lower())})

    def warn(self, code: str, message: str) -> None:
        """Add a warning about the record as a whole."""
        self._warnings.append(Warning(code=code, message=message))

    def build(self) -> Trial:
        """Return the trial; raise RecordError when it has no id, too much text or text that is not Unicode."""
        trial_id = self.trial_id.strip()
        if not trial_id:
            raise RecordError("no-id", "the record has no trial id")
        self._check_texts(trial_id)
        if not any(region.role.startswith("eligibility") for region in self._regions):
            self.warn("no-eligibility", "the record has no eligibility text")
        sex, volunteers = parse_sex(self.sex), parse_volunteers(self.volunteers)
        for name, raw, value in (("sex", self.sex, sex), ("volunteers", self.volunteers, volunteers)):
            if value is None and any(char.isalnum() for char in plain(raw)):
                self.warn(f"registry-{name}", f"cannot read {raw!r}")
        return Trial(
            trial_id=trial_id,
            registry=registry_of(trial_id),
            secondary_ids=self._other_ids(trial_id),
            fields=self._fields,
            regions=tuple(self._regions),
            conditions=tuple(self._conditions),
            study=self._study(),
            registry_age=self._age(),
            registry_sex=sex,
            registry_volunteers=volunteers,
            enrollment=self.enrollment,
            warnings=tuple(self._warnings),
            source=self._source,
        )

    def _check_texts(self, trial_id: str) -> None:
        total = sum(len(text) for text in self._fields.values())
        if total > MAX_TEXT:
            raise RecordError("too-large", f"{total} characters of text, more than {MAX_TEXT}", trial_id)
        for name, text in self._fields.items():
            found = _SURROGATE.search(text)
            if found:
                place = f"{name}, offset {found.start()}"
                raise RecordError("bad-unicode", f"{place}: half of a surrogate pair is no character", trial_id)

    def _other_ids(self, trial_id: str) -> tuple[str, ...]:
        ids = dict.fromkeys(plain(value) for value in self.secondary_ids)
        return tuple(value for value in ids if value and value != trial_id)

    def _study(self) -> Study:
        parts = {key: plain(value) or None for key, value in self.study.items()}
        for key in ("type", "status"):
            if parts.get(key):
                parts[key] = str(parts[key]).replace("_", " ").lower()
        parts["phase"] = phase_name(parts.get("phase"))
        return Study(**parts)

    def _age(self) -> RegistryAge | None:
        low, high = (limit.value for limit in self._limits)
        return RegistryAge(min=low, max=high) if low or high else None
