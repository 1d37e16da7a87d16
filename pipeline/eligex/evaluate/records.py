"""Record-level gold: age, sex, items, criteria sets, mechanisms, thresholds, windows, exclusion entities."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from .reading import (
    NUMERIC_KINDS,
    Json,
    compatible,
    gold_length,
    gold_span,
    is_soft,
    near,
    plain,
    requirements,
    same_mechanism,
    singular,
    spans,
    stated_mechanisms,
    value_of,
    windows,
)
from .tally import Accuracy, Tally, match, overlap, unique

_TALLIES = ("items", "criteria_sets", "mechanisms", "thresholds", "windows", "exclusion_entities")
_ACCURACIES = ("age", "sex", "threshold inclusivity", "threshold analyte")
_PRECISE_KINDS = frozenset({"condition", "drug", "procedure", "device"})


@dataclass
class Scores:
    """All tallies of one measurement."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    accuracies: dict[str, Accuracy] = field(default_factory=lambda: defaultdict(Accuracy))

    def rows(self) -> list[dict[str, Any]]:
        """Return one row a tally, then one an accuracy."""
        rows = [tally.as_row(name) for name, tally in self.tallies.items()]
        return rows + [accuracy.as_row(name) for name, accuracy in self.accuracies.items()]


def score_records(gold: list[Json], output: dict[str, Json]) -> Scores:
    """Score records by trial id against record-level gold; a missing record counts as an empty one."""
    scores = Scores()
    for name in _TALLIES:
        scores.tallies[name]
    for name in _ACCURACIES:
        scores.accuracies[name]
    for item in gold:
        record = output.get(item["trial_id"], {})
        _age(item, record, scores)
        _sex(item, record, scores)
        _items(item, record, scores)
        _criteria_sets(item, record, scores)
        _mechanisms(item, record, scores)
        _thresholds(item, record, scores)
        _windows(item, record, scores)
        _exclusions(item, record, scores)
    return scores


def _age(gold: Json, record: Json, scores: Scores) -> None:
    stated = record.get("population", {}).get("age", {}) or {}
    ok = all(_same_bound((gold.get("age") or {}).get(side), stated.get(side)) for side in ("min", "max"))
    scores.accuracies["age"].add(ok)
    if not ok:
        scores.tallies["age"].missed.append((gold["trial_id"], {"want": gold.get("age"), "got": stated}))


def _same_bound(want: Json | None, got: Json | None) -> bool:
    if (got or {}).get("source") != "text":
        got = None
    if not want or not got:
        # "from birth" may be said or not
        return (not want and not got) or (bool(want) and not got and want is not None and want["value"] == 0)
    same_value = near(value_of(want), value_of(got)) and want["unit"] == got["unit"]
    return same_value and bool(want["inclusive"]) == bool(got.get("inclusive", True))


def _sex(gold: Json, record: Json, scores: Scores) -> None:
    stated = record.get("population", {}).get("sex", {}) or {}
    got = stated.get("value") if stated.get("source") == "text" else None
    if gold.get("sex"):
        scores.accuracies["sex"].add(got == gold["sex"] or (got is None and stated.get("value") == gold["sex"]))
    elif got not in (None, "all"):
        scores.accuracies["sex"].add(False)


def _items(gold: Json, record: Json, scores: Scores) -> None:
    found = [
        {"section": c["section"], "start": spans(c)[0][1] if spans(c) else -1, "text": c.get("text", "")[:60]}
        for c in record.get("criteria", [])
    ]
    match(
        gold["items"],
        found,
        lambda g, p: abs(g["start"] - p["start"]) <= 3 and g["section"] == p["section"],
        lambda g: bool(g.get("lead_in") or g.get("note")),
        scores.tallies["items"],
        gold["trial_id"],
    )


def _in_place(gold: Json, place: tuple[str, int, int]) -> bool:
    field_name, start, end = gold_span(gold)
    return place[0] == field_name and overlap(place[1:], (start, end))


def _criteria_sets(gold: Json, record: Json, scores: Scores) -> None:
    found = unique(
        [
            {"span": span, "name": item.get("name"), "kind": item.get("kind")}
            for item in record.get("diagnostic_criteria", [])
            for span in spans(item)
        ]
    )
    wanted = gold["criteria_sets"]
    found = [p for p in found if p["kind"] != "grading" or any(_in_place(g, p["span"]) for g in wanted)]
    tally = scores.tallies["criteria_sets"]
    match(wanted, found, lambda g, p: _in_place(g, p["span"]), lambda g: False, tally, gold["trial_id"])


def _mechanisms(gold: Json, record: Json, scores: Scores) -> None:
    once = {(plain(m["drug"]), plain(m.get("target"))): m for m in reversed(gold["mechanisms"]) if m.get("target")}

    def optional(item: Json) -> bool:
        return is_soft(item) or any(item.get(key) for key in ("class_only", "class_mention", "loose"))

    tally = scores.tallies["mechanisms"]
    match(list(once.values()), stated_mechanisms(record), same_mechanism, optional, tally, gold["trial_id"])


def _thresholds(gold: Json, record: Json, scores: Scores) -> None:
    found = [
        {"spans": spans(r), "low": value_of(r.get("low")), "high": value_of(r.get("high")), "requirement": r}
        for _, r in requirements(record)
        if r["kind"] in NUMERIC_KINDS and (r.get("low") or r.get("high"))
    ]

    def same(item: Json, p: Json) -> bool:
        here = any(_in_place(item, span) for span in p["spans"])
        return here and near(value_of(item["low"]), p["low"]) and near(value_of(item["high"]), p["high"])

    for item, p in match(gold["thresholds"], found, same, is_soft, scores.tallies["thresholds"], gold["trial_id"]):
        _threshold_details(item, p["requirement"], scores)


def _threshold_details(gold: Json, found: Json, scores: Scores) -> None:
    inclusive = all(
        not gold[side]
        or bool(gold[side].get("inclusive", True)) == bool((found.get(side) or {}).get("inclusive", True))
        for side in ("low", "high")
    )
    scores.accuracies["threshold inclusivity"].add(inclusive)
    name = (found.get("analyte") or found.get("scale") or {}).get("text", found.get("event", ""))
    shared = set(plain(gold["analyte"]).split()) & set(plain(name).split())
    scores.accuracies["threshold analyte"].add(bool(shared) or compatible(gold["analyte"], name))


def _windows(gold: Json, record: Json, scores: Scores) -> None:
    found = [
        {"spans": spans(w) or spans(r), "value": value_of(w), "unit": singular(w.get("unit")), "text": w.get("text")}
        for r, w in windows(record)
    ]
    found += [
        {"spans": spans(r), "value": value_of(r.get("low") or r.get("high")), "unit": singular(r.get("unit"))}
        for _, r in requirements(record)
        if r["kind"] == "life_expectancy"
    ]

    def same(item: Json, p: Json) -> bool:
        here = any(_in_place(item, span) for span in p["spans"])
        return here and near(value_of(item), p["value"]) and singular(item["unit"]) == p["unit"]

    match(gold["temporal"], found, same, is_soft, scores.tallies["windows"], gold["trial_id"])


def _exclusions(gold: Json, record: Json, scores: Scores) -> None:
    found = unique(
        [
            {"span": span, "kind": r["kind"]}
            for c, r in requirements(record)
            if c["section"] == "exclusion"
            for span in spans(r)
        ]
    )
    wanted = [(item, (item["start"], item["start"] + gold_length(item))) for item in gold["exclusion_entities"]]
    tally = scores.tallies["exclusion_entities"]
    for item, place in wanted:
        if is_soft(item):
            continue
        if any(p["span"][0] == "eligibility" and overlap(p["span"][1:], place) for p in found):
            tally.tp += 1
        else:
            tally.fn += 1
            tally.missed.append((gold["trial_id"], item))
    for p in found:
        if p["kind"] in _PRECISE_KINDS and not any(overlap(p["span"][1:], place) for _, place in wanted):
            tally.fp += 1
            tally.false.append((gold["trial_id"], p))
