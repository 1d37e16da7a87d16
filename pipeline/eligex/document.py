"""One trial as one spaCy Doc, and the way back from its offsets to the input's fields."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from .normalise import Flag, Normalised, normalise
from .types import Evidence, Trial
from .unit import Context, DocumentView, Passage, Unit

KEY = "eligex"
JOIN = "\n\n"
ELIGIBILITY_ROLES = ("eligibility", "eligibility_inclusion", "eligibility_exclusion")


@dataclass(frozen=True, slots=True)
class _Placed:
    field: str
    base: int
    start: int
    text: Normalised


class Locator:
    """Turns spans of the document's text into evidence in the input's fields."""

    def __init__(self, trial: Trial) -> None:
        self._fields = trial.fields
        self._placed: list[_Placed] = []
        self.passages: list[Passage] = []
        offset = 0
        for region in trial.regions:
            text = normalise(trial.fields[region.field][region.start : region.end])
            self._placed.append(_Placed(region.field, region.start, offset, text))
            self.passages.append(Passage(region.role, text.text, offset))
            offset += len(text.text) + len(JOIN)
        self._starts = [placed.start for placed in self._placed]

    @property
    def text(self) -> str:
        """The document's text: the normalised regions, an empty line between them."""
        return JOIN.join(passage.text for passage in self.passages)

    def evidence(self, start: int, end: int) -> Evidence:
        """Return the source span behind ``text[start:end]``."""
        placed = self._placed[bisect_right(self._starts, start) - 1]
        return self._source(placed, *placed.text.span(start - placed.start, end - placed.start))

    def flags(self) -> Iterator[tuple[Flag, tuple[Evidence, ...]]]:
        """Yield what normalisation flagged, with its places in the input."""
        for placed in self._placed:
            for flag in placed.text.warnings:
                yield flag, tuple(self._source(placed, start, end) for start, end in flag.spans)

    def _source(self, placed: _Placed, start: int, end: int) -> Evidence:
        start, end = start + placed.base, end + placed.base
        return Evidence(field=placed.field, start=start, end=end, text=self._fields[placed.field][start:end])


def state_of(doc: Doc) -> dict[str, Any]:
    """Return the document's eligex state; a Doc from elsewhere is taken as one eligibility text."""
    state: dict[str, Any] = doc.user_data.get(KEY, {})
    if not state:
        text = doc.text
        state = new_state([Passage("eligibility", text, 0)], Context())
        doc.user_data[KEY] = state
    return state


def new_state(passages: list[Passage], context: Context) -> dict[str, Any]:
    """Return a fresh JSON-able state for a Doc of these passages."""
    return {
        "passages": [{"role": p.role, "text": p.text, "start": p.start} for p in passages],
        "title": context.title,
        "conditions": list(context.conditions),
        "interventions": list(context.interventions),
        "abbreviations": {},
        "criteria": [],
        "headings": [],
        "warnings": [],
        "findings": [],
    }


def trial_state(trial: Trial, locator: Locator) -> dict[str, Any]:
    """Return the state for a trial's Doc."""
    named = [p.text for p in locator.passages if p.role == "interventions.name"]
    titles = [p.text for p in locator.passages if p.role in ("title", "official_title")]
    context = Context(title=" ".join(titles), conditions=trial.conditions, interventions=tuple(named))
    return new_state(locator.passages, context)


def context_of(state: dict[str, Any]) -> Context:
    """Return the trial-level context held in a state."""
    return Context(
        title=state["title"],
        conditions=tuple(state["conditions"]),
        interventions=tuple(state["interventions"]),
        abbreviations=state["abbreviations"],
    )


def units_of(state: dict[str, Any]) -> list[Unit]:
    """Return the criteria of a state as units, parents before children."""
    context = context_of(state)
    units: dict[str, Unit] = {}
    for item in state["criteria"]:
        units[item["id"]] = Unit(
            text=item["text"],
            start=item["start"],
            id=item["id"],
            section=item["section"],
            label=item["label"],
            heading=item["heading"],
            parent=units.get(item["parent"]),
            context=context,
        )
    return list(units.values())


def view_of(state: dict[str, Any], units: list[Unit]) -> DocumentView:
    """Return the view that document extractors read."""
    passages = tuple(Passage(p["role"], p["text"], p["start"]) for p in state["passages"])
    return DocumentView(passages=passages, units=tuple(units), context=context_of(state))
