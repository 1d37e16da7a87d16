"""Sentence-level gold: named criteria sets and mechanisms."""

from __future__ import annotations

from .reading import (
    Json,
    compatible,
    gold_length,
    plain,
    same_action,
    same_mechanism,
    spans,
    stated_mechanisms,
    symbols,
)
from .records import Scores
from .tally import match, overlap, unique

# A sentence is measured as the only item of an eligibility text.
PREFIX = "Inclusion Criteria:\n\n- "
_NO_SETS = ("grading", "guideline")


def score_criteria(gold: list[Json], output: dict[str, Json]) -> Scores:
    """Score named criteria sets in single sentences."""
    scores = Scores()
    scores.tallies["mentions"]
    for item in gold:
        wanted = item.get("mentions", [])
        found = [p for p in _sets(output.get(item["id"], {})) if p["kind"] != "grading" or _wanted(item, wanted, p)]

        def same(mention: Json, p: Json, item: Json = item) -> bool:
            return overlap(p["span"], _span(item, mention))

        tally = scores.tallies["mentions"]
        for mention, p in match(wanted, found, same, lambda g: g.get("kind") in _NO_SETS, tally, item["id"]):
            _set_details(mention, p, scores)
    return scores


def _sets(record: Json) -> list[Json]:
    shift = len(PREFIX)
    return unique(
        [
            {
                "span": (start - shift, end - shift),
                "orgs": d.get("organizations", []),
                "year": d.get("year"),
                "name": d.get("name"),
                "kind": d.get("kind"),
            }
            for d in record.get("diagnostic_criteria", [])
            for field, start, end in spans(d)
            if field == "eligibility"
        ]
    )


def _span(item: Json, mention: Json) -> tuple[int, int]:
    start = mention["start"] if "start" in mention else item["sentence"].find(mention["quote"])
    return start, start + gold_length(mention)


def _wanted(item: Json, wanted: list[Json], p: Json) -> bool:
    return any(overlap(p["span"], _span(item, mention)) for mention in wanted)


def _set_details(mention: Json, p: Json, scores: Scores) -> None:
    if mention.get("organizations"):
        same = {o.upper() for o in mention["organizations"]} == {o.upper() for o in p["orgs"]}
        scores.accuracies["organizations"].add(same)
    if mention.get("year"):
        scores.accuracies["year"].add(p["year"] == mention["year"])
    words = set(plain(mention.get("name")).split()) & set(plain(p["name"]).split())
    scores.accuracies["name"].add(compatible(mention.get("name"), p["name"]) or len(words) >= 3)


def score_mechanisms(gold: list[Json], output: dict[str, Json]) -> Scores:
    """Score (drug, target) pairs in single sentences, then action and symbol of the matched."""
    scores = Scores()
    tally = scores.tallies["drug-target"]
    for item in gold:
        found = stated_mechanisms(output.get(item["id"], {}))
        wanted = item.get("mechanisms", [])

        def optional(g: Json) -> bool:
            return bool(g.get("optional") or g.get("class_only"))

        for mechanism, p in match(wanted, found, same_mechanism, optional, tally, item["id"]):
            scores.accuracies["action"].add(same_action(mechanism, p["action"]))
            if mechanism.get("target_symbol"):
                scores.accuracies["symbol"].add(bool(symbols(mechanism["target_symbol"]) & symbols(p["symbol"])))
    return scores
