"""The numeric layer of a criterion: every number read once, each by one rule."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from ..lexicons.rows.numeric import AnalyteRow, ScaleRow
from ..unit import Finding, Unit
from .ages import (
    age_finding,
    birth_findings,
    goes_on_with_other,
    is_age,
    is_life_expectancy,
    is_other_age,
    sex_before,
)
from .counts import chosen_from, counted_noun, is_choice, is_lead_in
from .heads import (
    HeadSpan,
    above,
    bound_before,
    inner,
    is_score_like,
    known_left,
    known_right,
    phrase_before,
    phrase_left,
    phrase_right,
)
from .letters import lettered_findings
from .qualitative import qualitative_findings
from .quantities import Quantity, days
from .scene import Scene, read_scene
from .thresholds import count_finding, threshold_findings
from .windows import is_adjective, is_rate, is_schedule, share_anchor, unnumbered_windows, window_finding
from .words import word_list

_CONTINUES_AGE_WORDS: Final = word_list("layer.continues_age")
_DESCRIBES_SCALE_WORDS: Final = word_list("layer.describes_scale")

_WORTH_READING = re.compile(
    r"\d|[<>≤≥]|\b(?-i:[IV]{1,3})\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred|half|twice|year|month|week|day|class|stage|grade|child|ULN"
    r"|upper limit|positiv|negativ|normal|abnormal|elevated|detectable|undetectable|reactive)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class NumericLayer:
    """What the numbers of a criterion say; ``labels`` tells what each quantity was read as."""

    findings: list[Finding] = field(default_factory=list)
    labels: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    heads: list[HeadSpan] = field(default_factory=list)
    last: int = -1
    age: int = -1
    quantity: Quantity | None = None
    findings: list[Finding] = field(default_factory=list)
    window: Finding | None = None


def numeric_layer(unit: Unit) -> NumericLayer:
    """Return the numeric layer of a criterion, read once and shared by its extractors."""
    return unit.layer("numeric", read)


def read(unit: Unit) -> NumericLayer:
    """Read the numbers of a criterion."""
    if not _WORTH_READING.search(unit.text):
        return NumericLayer()
    scene = read_scene(unit)
    layer = NumericLayer()
    state = _State()
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


def _interpret(scene: Scene, index: int, quantity: Quantity, state: _State) -> tuple[str, list[Finding]]:
    if is_age(scene, quantity) or _continues_age(scene, quantity, state):
        if _is_conditional(scene, quantity, state):
            return "condition", []
        state.age = quantity.last
        return "age", [age_finding(scene, quantity)]
    if _is_year(quantity):
        return "date", []
    if quantity.listed and quantity.first and scene.tokens[quantity.first - 1].text == "at":
        return "enumeration", []
    if _describes_scale(scene, quantity):
        return "scale", []
    if quantity.time is not None and not quantity.reference:
        return _timed(scene, index, quantity, state)
    return _threshold(scene, index, quantity, state)


def _continues_age(scene: Scene, quantity: Quantity, state: _State) -> bool:
    """Tell whether a quantity goes on from an age: ``< 20 or > 70 years``, ``13-17 years or 18-20``."""
    between = range(state.age + 1, quantity.first)
    if state.age < 0 or len(between) > 3 or quantity.unit or quantity.reference or not quantity.bounded:
        return False
    if quantity.time not in (None, "year", "month") or max(quantity.values) > 120:
        return False
    texts = [scene.tokens[i].text for i in between]
    joined = bool(texts) and all(text in _CONTINUES_AGE_WORDS for text in texts)
    return joined and not goes_on_with_other(scene, quantity)


def _is_conditional(scene: Scene, quantity: Quantity, state: _State) -> bool:
    """Tell whether an age is a condition (``< 140 in persons aged 60 or older``, ``if under 18 years of age``)."""
    before = [scene.tokens[i] for i in scene.left(quantity.first, 4)]
    if any(token.text == "if" for token in before[:3]):
        return True
    return bool(state.heads) and any("if" in token.roles for token in before)


def _is_year(quantity: Quantity) -> bool:
    """Tell whether the numbers are calendar years."""
    if quantity.unit or quantity.time or quantity.reference:
        return False
    return bool(quantity.values) and all(isinstance(value, int) and 1900 <= value <= 2100 for value in quantity.values)


_SCALE_NOUNS = word_list("layer.scale_nouns")


def _describes_scale(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a quantity only tells the extent of a scale (``on a 0-10 scale``, ``range 0-42``, ``11-point``)."""
    if (
        quantity.op not in (None, "><", "~")
        or quantity.time
        or (quantity.unit and quantity.unit.text not in ("points", "point", "mm", "cm"))
    ):
        return False
    left = [scene.tokens[i].text for i in scene.left(quantity.first, 4)]
    right = [scene.tokens[i].text for i in scene.right(quantity.last, 3)]
    if right[:1] and right[0] in ("-", "–"):
        right = right[1:]
    if left[:1] and left[0] in _DESCRIBES_SCALE_WORDS and "(" in left[:3]:
        return True
    if left[:2] == ["a", "on"] and quantity.op == "><":
        return True
    if "scale" in left[:3] and left[:1] and left[0] in ("of", "from") and quantity.op == "><":
        return True
    own = [scene.tokens[i].text for i in range(quantity.first, quantity.number)]
    if any(text.startswith("range") for text in own) and left[:1] == ["("] and right[:1] != ["%"]:
        return True
    return (
        any(text in _SCALE_NOUNS for text in right[:1])
        and (quantity.op == "><" or quantity.op is None)
        and ("scale" in right[:3] or "likert" in right[:2])
    )


def _timed(scene: Scene, index: int, quantity: Quantity, state: _State) -> tuple[str, list[Finding]]:
    if is_adjective(scene, quantity) or is_schedule(scene, quantity):
        return "schedule", []
    if quantity.first and scene.tokens[quantity.first - 1].text == "out of":
        return "total", []
    life = _life_cue(scene, quantity)
    if life is not None:
        return "life_expectancy", [_life_finding(scene, quantity, life)]
    heads = _timed_heads(scene, index, quantity)
    if heads:
        return "measurement", threshold_findings(scene, quantity, heads)
    if is_other_age(scene, quantity):
        phrase = phrase_left(scene, quantity, _floor(scene, index)) if quantity.bounded else None
        return "other_age", threshold_findings(scene, quantity, [phrase]) if phrase else []
    rate = is_rate(scene, quantity)
    if rate:
        return ("count", [count_finding(scene, quantity, (quantity.last, rate))]) if quantity.bounded else ("rate", [])
    if _restates(scene, index):
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


def _restates(scene: Scene, index: int) -> bool:
    """Tell whether a time in brackets says the one before it again: ``12 months (48 weeks)``."""
    quantity = scene.quantities[index]
    before = scene.quantities[index - 1] if index else None
    if before is None or before.time is None or before.time == quantity.time or quantity.bounded:
        return False
    texts = [scene.tokens[i].text for i in range(before.last + 1, quantity.first)]
    if texts not in (["("], ["(", "or"], ["["], ["="], ["(", "="]):
        return False
    return 0.8 < days(quantity.values[0], quantity.time) / max(days(before.values[0], before.time), 1e-9) < 1.25


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


def _floor(scene: Scene, index: int) -> int:
    """Return the token behind the previous quantity that is not a time."""
    for before in range(index - 1, -1, -1):
        if scene.quantities[before].time is None:
            return scene.quantities[before].last + 1
    return 0


_TIME_DIMENSIONS = frozenset({"time", "T", "duration"})


def _timed_heads(scene: Scene, index: int, quantity: Quantity) -> list[HeadSpan]:
    """Return the measured times a quantity belongs to (``QTc``, ``PT``, gestational age)."""
    heads = known_left(scene, quantity, _floor(scene, index)) or known_right(scene, quantity)
    return [head for head in heads if head.row is not None and getattr(head.row, "dimension", "") in _TIME_DIMENSIONS]


def _threshold(scene: Scene, index: int, quantity: Quantity, state: _State) -> tuple[str, list[Finding]]:
    if is_lead_in(scene, quantity):
        return "logic", []
    noun = counted_noun(scene, quantity) if quantity.unit is None and quantity.reference is None else None
    if is_choice(scene, quantity):
        return "count", [count_finding(scene, quantity, noun or chosen_from(scene, quantity))]
    _same_in_other_unit(scene, quantity, state)
    heads = _heads(scene, index, quantity, noun, state)
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
    if _is_bare_stage(scene, quantity, heads):
        return "stage", []
    if _is_enumeration(scene, quantity, heads):
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


def _heads(scene: Scene, index: int, quantity: Quantity, noun: tuple[int, int] | None, state: _State) -> list[HeadSpan]:
    """Return what a quantity measures, by falling certainty; nothing where it counts the noun behind it."""
    floor = _floor(scene, index)
    left = known_left(scene, quantity, floor)
    if _is_of(scene, quantity, left):
        right = known_right(scene, quantity) or [phrase for phrase in [phrase_right(scene, quantity)] if phrase]
        if right:
            return right
    if noun and left and quantity.bounded and _counts_past(scene, quantity, left):
        return []
    if left and _is_condition_head(scene, left[0], state):
        left = list(state.heads)
    heads = inner(scene, quantity) or left
    heads = heads or [head for head in known_right(scene, quantity) if not _counts(quantity, head)]
    if heads or not (quantity.bounded or quantity.listed):
        return heads
    if not (noun and _is_named(scene, quantity, noun, state)):
        heads = _inherited(scene, quantity, floor, state)
    if heads or noun:
        return heads
    return _unknown(scene, quantity, floor)


def _unknown(scene: Scene, quantity: Quantity, floor: int) -> list[HeadSpan]:
    """Return a head that no table knows, or the one of the lead-in: the nearest phrase wins."""
    if quantity.spelled and quantity.unit is None:
        return []
    before = phrase_left(scene, quantity, floor)
    if before:
        return [before]
    behind = phrase_right(scene, quantity)
    if behind and quantity.unit and behind.first == quantity.last + 1:
        return [behind]
    return above(scene, quantity) or ([behind] if behind else [])


def _is_condition_head(scene: Scene, head: HeadSpan, state: _State) -> bool:
    """Tell whether a head belongs to the condition of the bound before (``or ≤ 5 x ULN if liver involvement``)."""
    if not state.heads or head.first <= state.last:
        return False
    between = scene.tokens[state.last + 1 : head.first]
    return (
        len(between) <= 6
        and bool(between)
        and "if" in between[0].roles | (between[1].roles if len(between) > 1 else frozenset())
    )


def _headless(scene: Scene, quantity: Quantity, noun: tuple[int, int] | None) -> tuple[str, list[Finding]]:
    """Count what a quantity without a head is followed by."""
    if not quantity.bounded:
        return "number", []
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


def _is_of(scene: Scene, quantity: Quantity, left: list[HeadSpan]) -> bool:
    """Tell whether a quantity is one *of* something: ``≥ 10 mg of prednisone``, ``10% of tumour cells``."""
    following = scene.tokens[quantity.last + 1] if quantity.last + 1 < len(scene.tokens) else None
    if following is None or following.text != "of" or quantity.unit is None or quantity.reference:
        return False
    if not left:
        return True
    between = {scene.tokens[i].text for i in range(left[-1].last + 1, quantity.first)}
    return bool(between & {"(", "[", "or", "and", ",", "with"})


def _counts_past(scene: Scene, quantity: Quantity, left: list[HeadSpan]) -> bool:
    """Tell whether a whole number counts the noun behind it although an analyte stands somewhere before it."""
    if any(isinstance(head.row, ScaleRow) for head in left):
        return False
    if quantity.spelled:
        return True
    return any(
        scene.tokens[i].text == "with"
        or ("link" not in scene.tokens[i].roles and scene.tokens[i].text not in (":", "("))
        for i in range(left[-1].last + 1, quantity.first)
    )


def _is_named(scene: Scene, quantity: Quantity, noun: tuple[int, int], state: _State) -> bool:
    """Tell whether the noun behind a number, not the head before it, is what the number counts."""
    token = scene.tokens[noun[0]]
    if token.roles & {"sex", "if", "person"} or "inclusive" in token.text:
        return False
    return quantity.spelled or (state.quantity is not None and state.quantity.unit is not None and quantity.bounded)


# Ranges behind an unknown acronym are scores ("FMD 0-48"), above this they are part of a name ("BAY 43-9006").
_HIGHEST_SCORE = 300


def _is_enumeration(scene: Scene, quantity: Quantity, heads: list[HeadSpan]) -> bool:
    """Tell whether bare numbers name things (``codons 12 and 13``, ``days 1-4``) rather than measure them."""
    if quantity.unit or quantity.reference or quantity.op not in (None, "><") or any(head.row for head in heads):
        return False
    own = scene.tokens[quantity.first : quantity.number]
    if any(token.cmp for token in own):
        return False
    last = heads[0].text.split()[-1]
    return not (last.isupper() and len(last) > 1 and max(quantity.values) <= _HIGHEST_SCORE) and not is_score_like(
        heads[0].text
    )


def _same_in_other_unit(scene: Scene, quantity: Quantity, state: _State) -> None:
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


_STAGES = word_list("layer.stages")


def _is_bare_stage(scene: Scene, quantity: Quantity, heads: list[HeadSpan]) -> bool:
    """Tell whether a disease stage is named, not compared (``stage IIIB``): that belongs to the condition."""
    if quantity.op not in (None, "><") or any(head.text.lower() not in _STAGES for head in heads):
        return False
    named = phrase_before(scene, heads[0]) if heads[0].text.lower() == "class" and heads[0].first > 0 else None
    return named is None or named.text in ("HLA", "MHC")


def _counts(quantity: Quantity, head: HeadSpan) -> bool:
    """Tell whether a whole number before an analyte counts things of that name (``at least 1 measurable lesion``)."""
    return (
        quantity.unit is None
        and quantity.reference is None
        and isinstance(head.row, AnalyteRow)
        and head.row.dimension not in ("1", "score")
    )


def _stands_for_score(quantity: Quantity, heads: list[HeadSpan]) -> bool:
    """Tell whether a bare number behind a head is its value (``ECOG 0``, ``LVEF 45%``), not a dose."""
    row = heads[0].row
    if quantity.ratio is not None and "pressure" in (heads[0].text.lower() + getattr(row, "name", "").lower()):
        return True
    return isinstance(row, ScaleRow) or (quantity.unit is not None and getattr(row, "kind", "") != "dose")


def _inherited(scene: Scene, quantity: Quantity, floor: int, state: _State) -> list[HeadSpan]:
    """Return the head of the quantity before, when only joints and conditions stand between."""
    if not state.heads or state.last < 0:
        return []
    for position in range(state.last + 1, quantity.first):
        token = scene.tokens[position]
        if token.heads or token.text in (".", "\n"):
            return []
    between = [scene.tokens[i] for i in range(state.last + 1, quantity.first)]
    loose = [
        t
        for t in between
        if t.kind in ("word", "id") and not t.roles and scene.owner[between.index(t) + state.last + 1] < 0
    ]
    return list(state.heads) if len(loose) <= 2 else []


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
