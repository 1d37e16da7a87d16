"""Every number of real eligibility texts that ended in no requirement, by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from ..document import KEY, Locator, state_of, trial_state, units_of
from ..numeric.unread import UNEXPLAINED, unread_numbers
from ..pipeline import Pipeline
from ..types import Trial


def unread_report(pipeline: Pipeline, trials: Iterable[Trial]) -> Iterator[dict[str, Any]]:
    """Yield a row a reason with count, share and examples; last the share of all numbers without a reason."""
    reasons: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    total = 0
    for trial in trials:
        for text, number, reason in _unread(pipeline, trial):
            total += 1
            if reason:
                reasons[reason] += 1
                if len(examples.setdefault(reason, [])) < 3:
                    examples[reason].append(f"{number} in: {text}")
    for reason, count in reasons.most_common():
        yield {"reason": reason, "n": count, "share": round(count / total, 4), "examples": examples[reason]}
    yield {"numbers": total, "unexplained": round(reasons[UNEXPLAINED] / total, 4) if total else None}


def _unread(pipeline: Pipeline, trial: Trial) -> Iterator[tuple[str, str, str | None]]:
    """Yield (criterion, number, reason) of every figure; no reason where a requirement holds it."""
    locator = Locator(trial)
    doc = pipeline.nlp.make_doc(locator.text)
    doc.user_data[KEY] = trial_state(trial, locator)
    state = state_of(pipeline.nlp(doc))
    for item, unit in zip(state["criteria"], units_of(state), strict=True):
        named = [f for f in state["findings"] if f["kind"] == "diagnostic_criteria"]
        spans = [(f["start"], f["end"]) for f in item.get("findings", [])]
        spans += [(f["start"] - unit.start, f["end"] - unit.start) for f in named]
        held = sum(any(c.isdigit() for c in unit.text[start:end]) for start, end in spans)
        yield from (("", "", None) for _ in range(held))
        for number in unread_numbers(unit, spans):
            yield " ".join(unit.text.split())[:120], number.text, number.reason
