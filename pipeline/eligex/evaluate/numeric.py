"""Numbers and windows against the Leaf Clinical Trials (LCT) and Chia corpora, file by file as sets of bounds.

LCT: Dobbins et al. 2022; Chia: Kury et al. 2020 (both CC BY 4.0).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ..types import Trial
from .brat import Brat, read_brat
from .held import figures, held_values
from .reading import Json, requirements, value_of, windows
from .records import Scores
from .run import text_trial
from .tally import Tally

Bounds = set[tuple[Any, Any]]
"""``("lo" | "hi", value)`` of a bound, or ``(value, unit)`` of a window."""

CORPORA = ("lct", "chia")
_ROLE = re.compile(r"\d+$")
_ABOVE, _BELOW = ("GT", "GTEQ"), ("LT", "LTEQ")
_CHIA_HEADING = re.compile(r"inclusion criteria\s*:?", re.IGNORECASE)
_CHIA_AGE = re.compile(r"^(age[ds]?|ages?|years? of age|years old|aged)$|\bage\b", re.IGNORECASE)
_CHIA_FILLER = re.compile(r"\b(years?|yrs?|y/?o|of age|old|inclusive|\(inclusive\)|age[sd]?)\b")
_N = r"(\d[\d,]*(?:\.\d+)?)"
_CHIA_RANGE = re.compile(rf"{_N}\s*(?:-|–|to|through|and|≤.*≤)\s*{_N}")
_CHIA_RANGE_SIGN = re.compile(r"between|-|–|to |through")
_CHIA_ABOVE = re.compile(
    r">|≥|at least|over|older|above|greater|more than|minimum|and up|higher|exceed|or more|no less|not less"
)
_CHIA_BELOW = re.compile(
    r"<|≤|under|younger|below|less|fewer|maximum|up to|lower|no more|not more|or less|within|not exceed"
    r"|no(t)? (more|greater|older)"
)
_CHIA_NOT_ABOVE = re.compile(r"no(t)? (more|greater|older)")


def corpus_trials(folder: Path, corpus: str) -> Iterator[Trial]:
    """Yield the texts of a corpus fold as trials; of Chia the inclusion files, a criterion a line."""
    for path in sorted(folder.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        if corpus == "lct":
            yield text_trial(path.stem, "eligibility", text)
        elif path.stem.endswith("_inc"):
            lines = (line.strip() for line in text.split("\n"))
            kept = (line for line in lines if line and not _CHIA_HEADING.fullmatch(line))
            yield text_trial(path.stem, "eligibility", "Inclusion Criteria:\n\n" + "".join(f"- {x}\n\n" for x in kept))


def score_lct(folder: Path, found: dict[str, Json]) -> Scores:
    """Score ages, measurements (with scores and counts) and windows on a fold of LCT.

    The rows ``beside gaps`` leave out, as neither right nor wrong, what the annotators of the file marked but gold by
    protocol does not hold: comparisons of another role (a dose, a count, a duration), numbers in words or Roman
    numerals, values that an operator other than more or less goes with.
    """
    tallies = {f"lct {name}": Tally() for name in ("age", "measurement", "window")}
    beside = {f"lct {name} beside gaps": Tally() for name in ("age", "measurement", "window")}
    for path in sorted(folder.glob("*.ann")):
        if not path.stat().st_size:
            continue
        annotations = read_brat(path)
        predicted = numbers_of(found.get(path.stem, {}))
        held = _lct_all(annotations)
        gold = lct_gold(annotations)
        for tally, other, want, got, known in zip(
            tallies.values(), beside.values(), gold, predicted, held, strict=True
        ):
            _count(tally, path.stem, want, got)
            _count(other, path.stem, want, {item for item in got if item in want or item not in known})
    return Scores({**tallies, **beside}, {})


def score_chia(folder: Path, found: dict[str, Json]) -> Scores:
    """Score ages and measurements on the inclusion files of a fold of Chia, where gold's value can be read.

    The row ``beside gaps`` leaves out, as neither right nor wrong, numbers that stand in a Value of the file that the
    protocol's own reader does not understand.
    """
    age, measurement, beside = Tally(), Tally(), Tally()
    for path in sorted(folder.glob("*_inc.ann")):
        annotations = read_brat(path)
        ages, measurements = chia_gold(annotations)
        got_age, got, _ = numbers_of(found.get(path.stem, {}))
        if ages:
            _count(age, path.stem, ages, got_age)
        if measurements:
            values = [text for label, _, text in annotations.texts.values() if label == "Value"]
            known = {value for text in values for value in held_values(text)}
            _count(measurement, path.stem, measurements, got)
            kept = {item for item in got if item in measurements or item[1] not in known}
            _count(beside, path.stem, measurements, kept)
    return Scores({"chia age": age, "chia measurement": measurement, "chia measurement beside gaps": beside}, {})


def numbers_of(record: Json) -> tuple[Bounds, Bounds, Bounds]:
    """Return a record's bounds of ages, its other bounds, and its windows (survivals count as windows)."""
    ages: Bounds = set()
    others: Bounds = set()
    times: Bounds = set()
    for _, requirement in requirements(record):
        bounds = _bounds(requirement)
        if requirement["kind"] == "age":
            ages |= bounds
        elif requirement["kind"] in ("measurement", "score", "count"):
            others |= bounds
        elif requirement["kind"] == "life_expectancy":
            times |= {(value, _unit(requirement)) for _, value in bounds}
    for _, window in windows(record):
        if window.get("value") is not None:
            times.add((value_of(window), _unit(window)))
    return ages, others, times


def _bounds(requirement: Json) -> Bounds:
    found = {
        (name, value_of(requirement[side]))
        for name, side in (("lo", "low"), ("hi", "high"))
        if isinstance(requirement.get(side), dict) and requirement[side].get("value") is not None
    }
    if requirement["kind"] == "score" and not found and requirement.get("values"):
        values = [float(v) for v in map(str, requirement["values"]) if re.fullmatch(r"\d+(\.\d+)?", v)]
        return {("lo", min(values)), ("hi", max(values))} if values else set()
    return found


def _unit(item: Json) -> str:
    return str(item.get("unit") or "").lower().rstrip("s")


def lct_gold(annotations: Brat) -> tuple[Bounds, Bounds, Bounds]:
    """Return LCT's bounds of ages and observations, and its windows."""
    ages: Bounds = set()
    others: Bounds = set()
    times: Bounds = set()
    for kind, role, comparison in _comparisons(annotations):
        bounds, time = _comparison(annotations, comparison)
        if role == "Numeric-Filter" and kind == "Age":
            ages |= bounds
        elif role == "Numeric-Filter" and kind == "Observation":
            others |= bounds
        elif role == "Temporality" and time:
            times.add(time)
    return ages, others, times


def _lct_all(annotations: Brat) -> tuple[Bounds, Bounds, Bounds]:
    """Return the bounds and times of every comparison of a file, whatever it belongs to, its numbers read in full."""
    bounds: Bounds = set()
    times: Bounds = set()
    for event in annotations.events.values():
        if event[0] == "Eq-Comparison":
            words, operator, unit = _parts(annotations, event)
            values = {value for word in words for value in held_values(word)}
            sides = ("lo",) if operator in _ABOVE else ("hi",) if operator in _BELOW else ("lo", "hi")
            bounds |= {(side, value) for side in sides for value in values}
            times |= {(value, unit) for value in values or {1.0} if unit}
    return bounds, bounds, times


def _comparisons(annotations: Brat) -> Iterator[tuple[str, str, Any]]:
    for kind, _, arguments in annotations.events.values():
        for role, target in arguments:
            event = annotations.events.get(target)
            if event and event[0] == "Eq-Comparison":
                yield kind, _ROLE.sub("", role), event


def _comparison(annotations: Brat, event: Any) -> tuple[Bounds, tuple[Any, Any] | None]:
    """Return the bounds a comparison gives, and its (value, time unit)."""
    words, operator, unit = _parts(annotations, event)
    values = [value for word in words for value in figures(word)]
    return _operated(operator, values), (values[0], unit) if values and unit else None


def _parts(annotations: Brat, event: Any) -> tuple[list[str], str | None, str | None]:
    """Return the texts of a comparison's values, its operator and its unit of time."""
    words: list[str] = []
    operator = unit = None
    for role, target in event[2]:
        name = _ROLE.sub("", role)
        text = annotations.texts[target][2] if target in annotations.texts else None
        if name == "Value" and text is not None:
            words.append(text)
        elif name == "Operator":
            operator = annotations.attributes.get((target, "Eq-Operator-Value"))
        elif name == "Temporal-Unit":
            unit = annotations.attributes.get((target, "Eq-Temporal-Unit-Value")) or text
    return words, operator, unit.lower().rstrip("s") if unit else None


def _operated(operator: str | None, values: list[float]) -> Bounds:
    if values and operator in _ABOVE:
        return {("lo", values[0])}
    if values and operator in _BELOW:
        return {("hi", values[0])}
    if operator == "BETWEEN" and len(values) > 1:
        return {("lo", min(values)), ("hi", max(values))}
    return set()


def chia_gold(annotations: Brat) -> tuple[Bounds, Bounds]:
    """Return Chia's bounds of ages (none when one of them cannot be read) and of measurements."""
    ages: Bounds = set()
    measurements: Bounds = set()
    unread = False
    for entity, value in _chia_values(annotations):
        ends = chia_value(value[2])
        bounds = {(name, end) for name, end in zip(("lo", "hi"), ends or (), strict=False) if end is not None}
        if entity[0] == "Person" and _CHIA_AGE.search(entity[2]):
            ages |= bounds
            unread |= ends is None
        elif entity[0] == "Measurement":
            measurements |= bounds
    return (set() if unread else ages), measurements


def _chia_values(annotations: Brat) -> Iterator[tuple[Any, Any]]:
    texts = annotations.texts
    for name, one, other in annotations.relations:
        if name.lower() == "has_value" and one in texts and other in texts:
            entity, value = (texts[one], texts[other]) if texts[other][0] == "Value" else (texts[other], texts[one])
            if value[0] == "Value":
                yield entity, value


def chia_value(text: str) -> tuple[float | None, float | None] | None:
    """Return the low and high end that a Value's text states, or None where it is not one plain comparison."""
    plain = _CHIA_FILLER.sub("", text.lower().strip()).strip()
    pair = _CHIA_RANGE.search(plain)
    if pair and _CHIA_RANGE_SIGN.search(plain):
        return figures(pair[1])[0], figures(pair[2])[0]
    values = figures(plain)
    if len(values) != 1:
        return None
    if _CHIA_ABOVE.search(plain) and not _CHIA_NOT_ABOVE.search(plain):
        return values[0], None
    if _CHIA_BELOW.search(plain):
        return None, values[0]
    return None


def _count(tally: Tally, tag: str, gold: Bounds, found: Bounds) -> None:
    tally.tp += len(gold & found)
    tally.fp += len(found - gold)
    tally.fn += len(gold - found)
    tally.missed += [(tag, item) for item in sorted(gold - found, key=str)]
    tally.false += [(tag, item) for item in sorted(found - gold, key=str)]


SCORERS: dict[str, Callable[[Path, dict[str, Json]], Scores]] = {"lct": score_lct, "chia": score_chia}


def folds(shared: Path, corpus: str, names: Iterable[str]) -> Iterator[Path]:
    """Yield the folders of a corpus that are there."""
    yield from (folder for name in names if (folder := shared / "corpora" / corpus / name).is_dir())
