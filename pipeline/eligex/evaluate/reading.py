"""What the measurements read from a record, and how they compare names and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .tally import unique

Json = dict[str, Any]
NUMERIC_KINDS = frozenset({"measurement", "score", "count", "life_expectancy"})

_GOLD_FIELDS = {"brief_title": "title", "brief_summary": "summary", "detailed_description": "description"}
_INTERVENTION = re.compile(r"intervention\.(\d+)\.(\w+)")
# Actions that the gold's readers could not tell apart reliably.
_NEAR_ACTIONS = (
    frozenset({"inhibitor", "antagonist", "blocker", "binder", "inverse_agonist", "other"}),
    frozenset({"agonist", "activator"}),
)


def spans(item: Json) -> list[tuple[str, int, int]]:
    """Return the (field, start, end) of an item's evidence."""
    return [(e["field"], e["start"], e["end"]) for e in item.get("evidence", [])]


def gold_span(item: Json) -> tuple[str, int, int]:
    """Return the (field, start, end) of a gold item, its field by the record's name."""
    name: str = item.get("field", "eligibility")
    found = _INTERVENTION.match(name)
    field = f"interventions.{found[1]}.{found[2]}" if found else _GOLD_FIELDS.get(name, name)
    return field, item["start"], item["start"] + gold_length(item)


def gold_length(item: Json) -> int:
    """Return the length of a gold quote."""
    return item.get("length") or len(item["quote"])


def is_soft(item: Json) -> bool:
    """Tell whether gold marks an item as one that need not be found."""
    return bool(item.get("weak") or item.get("optional") or item.get("ambiguous"))


def requirements(record: Json) -> Iterator[tuple[Json, Json]]:
    """Yield (criterion, requirement) for every requirement, nested exceptions included."""
    for criterion in record.get("criteria", []):
        pending = list(reversed(criterion.get("requirements", [])))
        while pending:
            requirement = pending.pop()
            yield criterion, requirement
            pending += reversed(requirement.get("exception") or [])


def windows(record: Json) -> Iterator[tuple[Json, Json]]:
    """Yield (requirement, window) for every window of a record."""
    for _, requirement in requirements(record):
        found = requirement.get("window")
        for window in [found] if isinstance(found, dict) else found or []:
            yield requirement, window


def value_of(bound: Json | None) -> float | str | None:
    """Return a bound's value as a number where it is one."""
    value = (bound or {}).get("value")
    try:
        return None if value is None else float(value)
    except (TypeError, ValueError):
        return str(value)


def near(a: float | str | None, b: float | str | None) -> bool:
    """Compare two values, numbers with a relative tolerance of one in a million."""
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= 1e-6 * max(1, abs(a), abs(b))
    return a == b


def singular(unit: str | None) -> str:
    """Return a unit in lower case without its plural s."""
    return re.sub(r"s$", "", (unit or "").lower())


def plain(text: str | None) -> str:
    """Return a name as lower-case words and digits."""
    return re.sub(r"[^a-z0-9]+", " ", (text or "").lower()).strip()


def compatible(a: str | None, b: str | None) -> bool:
    """Tell whether two names are equal, one holds the other as whole words, or they differ by a plural s."""
    a, b = plain(a), plain(b)
    if not a or not b:
        return False
    nested = f" {a} " in f" {b} " or f" {b} " in f" {a} "
    return a == b or nested or (len(a) > 4 and a.rstrip("s") == b.rstrip("s"))


def listed(value: Any) -> list[Any]:
    """Return a value that gold writes as one item or a list, as a list."""
    return [value] if isinstance(value, str) else list(value or [])


def symbols(value: str | list[str] | None) -> set[str]:
    """Return HGNC symbols in upper case."""
    return {symbol.upper() for symbol in listed(value)}


def stated_mechanisms(record: Json) -> list[Json]:
    """Return the mechanisms a record claims from text, each pair of drug and target once."""
    found = []
    for drug in record.get("drugs", []):
        for mechanism in drug.get("mechanisms", []):
            if mechanism.get("source") == "text":
                target = mechanism.get("target") or {}
                entry = {"drug": drug.get("text", ""), "name": drug.get("name", ""), "action": mechanism.get("action")}
                entry |= {"target": target.get("text", ""), "tname": target.get("name", "")}
                found.append(entry | {"symbol": target.get("symbol") or ""})
    return unique(found)


def same_mechanism(gold: Json, found: Json) -> bool:
    """Tell whether a found (drug, target) pair is the gold one, by compatible names or equal symbol."""
    names = [gold["drug"], *listed(gold.get("drug_alias"))]
    if not any(compatible(a, b) for a in names for b in (found["drug"], found["name"]) if a and b):
        return False
    if symbols(gold.get("target_symbol")) & symbols(found["symbol"]):
        return True
    return any(compatible(gold.get("target"), name) for name in (found["target"], found["tname"]))


def same_action(gold: Json, action: str) -> bool:
    """Tell whether an action equals gold's, one of its alternatives, or a near one."""
    accepted = [gold["action"], *listed(gold.get("action_alt")), *listed(gold.get("action_known"))]
    return any(a == action or any(a in near_set and action in near_set for near_set in _NEAR_ACTIONS) for a in accepted)
