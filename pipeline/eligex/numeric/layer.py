"""The numeric layer of a criterion: every number read once, each by one rule."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from ..lexicons.rows.numeric import ScaleRow
from ..unit import Finding, Unit
from .age_findings import age_finding, birth_findings
from .ages import (
    goes_on_with_other,
    is_age,
    is_life_expectancy,
    is_other_age,
    sex_before,
)
from .counts import chosen_from, counted_noun, is_choice, is_lead_in
from .exempt import (
    describes_scale,
    heads_group,
    is_bare_stage,
    is_conversion,
    is_enumeration,
    is_multiple,
    is_tolerance,
    is_year,
    restates,
)
from .heads import HeadSpan, bound_before
from .letters import lettered_findings
from .measured import State, floor_of, heads_of, timed_heads
from .phrases import phrase_left, up_to_age
from .qualitative import qualitative_findings
from .quantities import Quantity
from .scene import Scene, read_scene
from .thresholds import count_finding, threshold_findings
from .windows import is_adjective, is_rate, is_schedule, share_anchor, unnumbered_windows, window_finding
from .words import word_list

_AGE_WORDS: Final = word_list("ages.in_words")
_CONTINUES_AGE_WORDS: Final = word_list("layer.continues_age")

_WORTH_READING = re.compile(
    r"\d|[<>≤≥]|\b(?-i:[IV]{1,3})\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred|half|twice|year|month|week|day|class|stage|grade|child|ULN"
    r"|upper|limit|positiv|negativ|normal|abnormal|elevated|detectable|undetectable|reactive)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class NumericLayer:
    """What the numbers of a criterion say; ``labels`` tells what each quantity was read as."""

    findings: list[Finding] = field(default_factory=list)
    labels: list[tuple[int, int, str]] = field(default_factory=list)


def numeric_layer(unit: Unit) -> NumericLayer:
    """Return the numeric layer of a criterion, read once and shared by its extractors."""
    return unit.layer("numeric", read)


def read(unit: Unit) -> NumericLayer:
    """Read the numbers of a criterion."""
    if not _WORTH_READING.search(unit.text):
        return NumericLayer()
    scene = read_scene(unit)
    layer = NumericLayer()
    state = State()
    for index, quantity in enumerate(scene.quantities):
        label, findings = _interpret(scene, index, quantity, state)
        layer.labels.append((*scene.span(quantity.first, quantity.last), label))
        layer.findings += findings
    layer.findings += lettered_findings(scene)
    layer.findings += birth_findings(unit.text)
    taken = [
        (finding["start"], finding["end"]) for finding in layer.findings if finding["kind"] in ("measurement", "score")
    ]
    layer.findings += qualitative_findings(scene, taken)
    layer.findings += unnumbered_windows(scene)
    _label_sexes(scene, layer)
    return layer


def _interpret(scene: Scene, index: int, quantity: Quantity, state: State) -> tuple[str, list[Finding]]:
    if is_age(scene, quantity) or _continues_age(scene, quantity, state):
        if _is_conditional(scene, quantity, state):
            return "condition", []
        state.age = quantity.last
        return "age", [age_finding(scene, quantity)]
    if _is_of_part(scene, quantity):
        return "condition", []
    if is_year(quantity):
        return "date", []
    if quantity.listed and quantity.first and scene.tokens[quantity.first - 1].text == "at":
        return "enumeration", []
    if describes_scale(scene, quantity):
        return "scale", []
    if is_tolerance(scene, index):
        return "tolerance", []
    if is_conversion(scene, index):
        return "conversion", []
    if quantity.time is not None and not quantity.reference:
        return _timed(scene, index, quantity, state)
    return _threshold(scene, index, quantity, state)


def _continues_age(scene: Scene, quantity: Quantity, state: State) -> bool:
    """Tell whether a quantity goes on from an age: ``< 20 or > 70 years``, ``13-17 years or 18-20``."""
    between = range(state.age + 1, quantity.first)
    if state.age < 0 or len(between) > 3 or quantity.unit or quantity.reference or not quantity.bounded:
        return False
    if quantity.time not in (None, "year", "month") or max(quantity.values) > 120:
        return False
    texts = [scene.tokens[i].text for i in between]
    joined = bool(texts) and all(text in _CONTINUES_AGE_WORDS for text in texts)
    return joined and not goes_on_with_other(scene, quantity)


def _is_conditional(scene: Scene, quantity: Quantity, state: State) -> bool:
    """Tell whether an age is a condition (``< 140 in persons aged 60 or older``, ``if under 18 years of age``)."""
    before = [scene.tokens[i] for i in scene.left(quantity.first, 4)]
    if any(token.text == "if" for token in before[:3]):
        return True
    return bool(state.heads) and any("if" in token.roles for token in before)


def _is_of_part(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a bare number is the age of those a sentence is about: ``LH in the range for women under 50``."""
    before = next(scene.left(quantity.first, 1), None)
    if before is None or not scene.tokens[before].roles & {"sex", "person"} or quantity.unit or quantity.time:
        return False
    return scene.tokens[quantity.first].text in _AGE_WORDS and 12 <= min(quantity.values) <= max(quantity.values) <= 100


def _timed(scene: Scene, index: int, quantity: Quantity, state: State) -> tuple[str, list[Finding]]:
    if is_adjective(scene, quantity) or is_schedule(scene, quantity):
        return "schedule", []
    if quantity.first and scene.tokens[quantity.first - 1].text == "out of":
        return "total", []
    if heads_group(scene, quantity):
        return "group", []
    life = _life_cue(scene, quantity)
    if life is not None:
        return "life_expectancy", [_life_finding(scene, quantity, life)]
    heads = timed_heads(scene, index, quantity)
    if heads:
        return "measurement", threshold_findings(scene, quantity, heads)
    if is_other_age(scene, quantity):
        phrase = phrase_left(scene, quantity, floor_of(scene, index)) if quantity.bounded else None
        heads = [up_to_age(scene, quantity, phrase)] if phrase else []
        return "other_age", threshold_findings(scene, quantity, heads) if heads else []
    rate = is_rate(scene, quantity)
    if rate:
        return ("count", [count_finding(scene, quantity, (quantity.last, rate))]) if quantity.bounded else ("rate", [])
    if restates(scene, index):
        return "restated", []
    windows = [window_finding(scene, part) for part in quantity.parts()]
    if state.window is not None and _joins_window(scene, quantity, state.window["end"]):
        share_anchor(state.window, windows[0])
    state.window = windows[-1]
    return "window", windows


def _joins_window(scene: Scene, quantity: Quantity, end: int) -> bool:
    """Tell whether a time only goes on from the window before: ``4 weeks or 5 half-lives``."""
    texts = [t.text for t in scene.tokens[: quantity.first] if t.start >= end]
    return 0 < len(texts) <= 3 and "or" in texts and all(text in ("or", "(", ",", "[") for text in texts)


def _life_cue(scene: Scene, quantity: Quantity) -> int | None:
    for position in scene.left(quantity.first, 12):
        if "life" in scene.tokens[position].roles:
            return position
        if scene.owner[position] >= 0:
            return None
    return quantity.first if is_life_expectancy(scene, quantity) else None


def _life_finding(scene: Scene, quantity: Quantity, cue: int) -> Finding:
    start, end = scene.span(cue, quantity.last)
    finding: Finding = {
        "kind": "life_expectancy",
        "start": start,
        "end": end,
        "text": scene.text[start:end],
        "unit": quantity.time,
    }
    if quantity.low:
        finding["low"] = quantity.low.as_dict()
    if quantity.high:
        finding["high"] = quantity.high.as_dict()
    if not quantity.low and not quantity.high:
        finding["low"] = {"value": quantity.values[0], "inclusive": True}
    return finding


def _threshold(scene: Scene, index: int, quantity: Quantity, state: State) -> tuple[str, list[Finding]]:
    if is_lead_in(scene, quantity):
        return "logic", []
    if is_multiple(scene, quantity):
        return "multiple", []
    noun = counted_noun(scene, quantity) if quantity.unit is None and quantity.reference is None else None
    if is_choice(scene, quantity):
        return "count", [count_finding(scene, quantity, noun or chosen_from(scene, quantity))]
    _same_in_other_unit(scene, quantity, state)
    heads = heads_of(scene, index, quantity, noun, state)
    if not heads:
        return _headless(scene, quantity, noun)
    if not (quantity.bounded or quantity.listed or _stands_for_score(quantity, heads)):
        return "number", []
    if (
        quantity.op in (None, "=")
        and not quantity.listed
        and heads[0].first >= 0
        and (op := bound_before(scene, heads[0]))
    ):
        quantity.bound(op)
    if is_bare_stage(scene, quantity, heads):
        return "stage", []
    if is_enumeration(scene, quantity, heads):
        return "enumeration", []
    if heads == state.heads and state.quantity is not None and state.quantity.negated and not quantity.negated:
        quantity.flip()
        quantity.negated = True
    findings = threshold_findings(scene, quantity, heads)
    if heads == state.heads and quantity.first - state.last <= 3:
        _share_unit(state.findings, findings)
    state.heads, state.last, state.quantity, state.findings = heads, quantity.last, quantity, findings
    return findings[0]["kind"], findings


def _share_unit(before: list[Finding], findings: list[Finding]) -> None:
    """Give a bound the unit that only the next one is written with: ``< 45 or > 110 bpm``."""
    for first, second in zip(before, findings, strict=False):
        if (
            first["kind"] == "measurement"
            and second.get("unit")
            and not (first.get("unit") or first.get("relative_to"))
        ):
            first["unit"], first["unit_text"] = second["unit"], second["unit_text"]


def _headless(scene: Scene, quantity: Quantity, noun: tuple[int, int] | None) -> tuple[str, list[Finding]]:
    """Count what a quantity without a head is followed by."""
    if not quantity.bounded or quantity.op == "~" or (quantity.op == "><" and quantity.high is None):
        return "number", []
    if any("age" in scene.tokens[position].roles for position in scene.left(quantity.first, 2)):
        return "condition", []
    if noun:
        return "count", [count_finding(scene, quantity, noun)]
    if quantity.unit and _RATE.search(quantity.unit.text):
        return "count", [
            {**count_finding(scene, quantity, (quantity.last, quantity.last)), "event": quantity.unit.text}
        ]
    return "number", []


_RATE = re.compile(
    r"(?:^|[a-z]{4}\s?)(?:/|\bper\b)\s*(?:a\s)?(?:day|week|month|year|night|hour|wk|mo|yr|d)\b", re.IGNORECASE
)


def _same_in_other_unit(scene: Scene, quantity: Quantity, state: State) -> None:
    """Carry a comparator over to the same bound in another unit: ``> 2.5 mg/dL or 221 µmol/L``."""
    before = state.quantity
    if (
        before is None
        or quantity.bounded
        or quantity.unit is None
        or before.unit is None
        or before.op not in (">", ">=", "<", "<=")
    ):
        return
    between = [scene.tokens[i].text for i in range(before.last + 1, quantity.first)]
    if 0 < len(between) <= 3 and all(text in ("(", "or", "[", "/", "i.e", ".", ",", "=") for text in between):
        quantity.bound(before.op)


def _stands_for_score(quantity: Quantity, heads: list[HeadSpan]) -> bool:
    """Tell whether a bare number behind a head is its value (``ECOG 0``, ``LVEF 45%``), not a dose."""
    row = heads[0].row
    if quantity.spelled and quantity.unit is None and not isinstance(row, ScaleRow):
        return False
    if quantity.ratio is not None and "pressure" in (heads[0].text.lower() + getattr(row, "name", "").lower()):
        return True
    return isinstance(row, ScaleRow) or (quantity.unit is not None and getattr(row, "kind", "") != "dose")


def _label_sexes(scene: Scene, layer: NumericLayer) -> None:
    """Name the group of each age where a criterion gives one for each sex."""
    ages = [finding for finding in layer.findings if finding["kind"] == "age"]
    if len(ages) < 2:
        return
    starts = {quantity.first: quantity for quantity in scene.quantities}
    for quantity in starts.values():
        sex = sex_before(scene, quantity)
        offset = scene.tokens[quantity.first].start
        for finding in ages:
            if sex and "label" not in finding and finding["start"] <= offset < finding["end"]:
                finding["label"] = sex
