"""How fast the pipeline is, stage by stage, beside plain tokenisation, in one run on one core."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import orjson
import spacy

from .assemble import assemble
from .document import ELIGIBILITY_ROLES, KEY, Locator, trial_state
from .pipeline import Pipeline
from .sources import open_trials
from .types import Trial

T = TypeVar("T")


@dataclass
class Speed:
    """Seconds by stage and the amounts that went through."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    trials: int = 0
    criteria: int = 0
    words: int = 0
    characters: int = 0

    def timed(self, stage: str, work: Callable[[], T]) -> T:
        """Run ``work`` and add its time to a stage."""
        begin = time.perf_counter()
        result = work()
        self.seconds[stage] += time.perf_counter() - begin
        return result

    def rows(self) -> Iterator[str]:
        """Yield the report, line by line."""
        total = sum(s for stage, s in self.seconds.items() if not stage.startswith("("))
        yield f"{self.trials} trials, {self.criteria} criteria, {self.words} words of all fields, one core"
        yield (
            f"{self.trials / total:8.1f} trials/s  {self.criteria / total:8.0f} criteria/s  "
            f"{self.words / total:8.0f} words/s  {self.characters / total / 1e6:.2f} MB/s"
        )
        for stage, seconds in self.seconds.items():
            yield f"{stage:28} {1000 * seconds / self.trials:8.3f} ms/trial  {seconds / total:6.1%}"


def measure(pipeline: Pipeline, inputs: Sequence[str | Path], limit: int | None = None) -> Speed:
    """Time the pipeline over inputs; reading them is a stage of its own.

    The stages in brackets are not part of the pipeline; they are there to compare with: spaCy's blank English
    tokenizer over the eligibility text alone.
    """
    speed = Speed()
    plain = spacy.blank("en")
    trials = itertools.islice((t for t in open_trials(list(inputs)) if isinstance(t, Trial)), limit)
    warm = next(trials, None)
    if warm is None:
        return speed
    pipeline.extract(warm).to_json()  # tables and regular expressions load on first use
    while (trial := speed.timed("read", lambda: next(trials, None))) is not None:
        _one(pipeline, trial, speed)
        text = " ".join(trial.fields[r.field][r.start : r.end] for r in trial.regions if r.role in ELIGIBILITY_ROLES)
        speed.timed("(spaCy tokenizer)", lambda text=text: plain.make_doc(text))  # type: ignore[misc]
    return speed


def _one(pipeline: Pipeline, trial: Trial, speed: Speed) -> None:
    locator = speed.timed("normalise", lambda: Locator(trial))
    doc = speed.timed("tokenise", lambda: pipeline.nlp.make_doc(locator.text))
    doc.user_data[KEY] = trial_state(trial, locator)
    for name, component in pipeline.nlp.pipeline:
        speed.timed(name, lambda component=component: component(doc))  # type: ignore[misc]
    record = speed.timed("assemble", lambda: assemble(doc, trial, locator, pipeline.provenance))
    speed.timed("serialise", lambda: orjson.dumps(record.to_json()))
    speed.trials += 1
    speed.criteria += len(record.criteria)
    speed.words += len(locator.text.split())
    speed.characters += len(locator.text)
