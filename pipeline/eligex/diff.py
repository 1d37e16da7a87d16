"""What changed in a trial's eligibility between two runs, criterion by criterion."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

Json = dict[str, Any]

_SAME = 0.6
"""Share of equal text from which two criteria count as one that was changed rather than one lost and one new."""
_NAMES = frozenset({"id", "extractor"})
_POPULATION = ("age", "registry_age", "sex", "healthy_volunteers", "enrollment")


def diff_runs(old: Path, new: Path) -> Iterator[Json]:
    """Yield one entry a trial that was added, withdrawn or changed, by trial id.

    Holds the old run's offsets in memory, not its records, so that two whole registries can be compared.
    """
    places = _places(old)
    seen = set()
    with old.open("rb") as before, new.open("rb") as after:
        for line in after:
            record = orjson.loads(line)
            name = record["trial_id"]
            seen.add(name)
            if name not in places:
                yield {"trial_id": name, "change": "added"}
                continue
            before.seek(places[name])
            changes = list(diff_records(orjson.loads(before.readline()), record))
            if changes:
                yield {"trial_id": name, "change": "changed", "changes": changes}
    yield from ({"trial_id": name, "change": "withdrawn"} for name in places if name not in seen)


def _places(path: Path) -> dict[str, int]:
    places = {}
    with path.open("rb") as handle:
        offset = 0
        for line in handle:
            places[orjson.loads(line)["trial_id"]] = offset
            offset += len(line)
    return places


def diff_records(old: Json, new: Json) -> Iterator[Json]:
    """Yield the changes between two records of a trial: population fields, then criteria by section."""
    for key in _POPULATION:
        before, after = (_plain(record.get("population", {}).get(key)) for record in (old, new))
        if before != after:
            yield {"what": key, "old": before, "new": after}
    for section in ("inclusion", "exclusion", "other"):
        before, after = (_of(record, section) for record in (old, new))
        yield from _criteria(section, list(before), list(after))
        yield from _readings(section, before, after)


def _plain(value: Any) -> Any:
    """Return a value without its evidence: a moved sentence is no change of what it says."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key != "evidence"}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _of(record: Json, section: str) -> dict[str, Json]:
    """Return the criteria of a section by their text; of equal ones the last."""
    return {" ".join(c["text"].split()): c for c in record.get("criteria", []) if c["section"] == section}


def _readings(section: str, old: dict[str, Json], new: dict[str, Json]) -> Iterator[Json]:
    """Yield the criteria that say the same but are read otherwise, by other rules or another model."""
    for text, criterion in new.items():
        before, after = (_read(c) for c in (old.get(text, criterion), criterion))
        if before != after:
            yield {"what": "requirements", "section": section, "text": text, "old": before, "new": after}


def _read(criterion: Json) -> list[Json]:
    """Return the requirements of a criterion without ids, which count and do not tell."""
    return [
        {key: value for key, value in _plain(item).items() if key not in _NAMES}
        for item in criterion.get("requirements", [])
    ]


def _criteria(section: str, old: list[str], new: list[str]) -> Iterator[Json]:
    lost = [text for text in old if text not in new]
    for text in (text for text in new if text not in old):
        partner = next(iter(difflib.get_close_matches(text, lost, n=1, cutoff=_SAME)), None)
        if partner is None:
            yield {"what": "criterion", "section": section, "new": text}
        else:
            lost.remove(partner)
            yield {"what": "criterion", "section": section, "old": partner, "new": text}
    yield from ({"what": "criterion", "section": section, "old": text} for text in lost)
