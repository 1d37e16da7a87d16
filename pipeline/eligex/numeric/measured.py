"""Choose what a quantity measures: a head of the tables, one it shares with the bound before, or a noun phrase."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..lexicons.rows.numeric import AnalyteRow, ScaleRow
from ..unit import Finding
from .exempt import describes_scale
from .heads import HeadSpan, above, inner, known_left, known_right
from .phrases import phrase_left, phrase_right, up_to_age
from .quantities import Quantity
from .scene import Scene
from .words import word_list

_OCCASIONS = word_list("counts.occasions")
_APART = word_list("measured.apart")
_TIME_DIMENSIONS = frozenset({"time", "T", "duration"})


@dataclass(slots=True)
class State:
    """What the quantities read so far leave to the next: heads, last tokens, findings and window to go on from."""

    heads: list[HeadSpan] = field(default_factory=list)
    last: int = -1
    age: int = -1
    quantity: Quantity | None = None
    findings: list[Finding] = field(default_factory=list)
    window: Finding | None = None


def floor_of(scene: Scene, index: int) -> int:
    """Return the token behind the previous quantity that is neither a time nor the extent of a scale."""
    for before in range(index - 1, -1, -1):
        if scene.quantities[before].time is None and not describes_scale(scene, scene.quantities[before]):
            return scene.quantities[before].last + 1
    return 0


def timed_heads(scene: Scene, index: int, quantity: Quantity) -> list[HeadSpan]:
    """Return the measured times a quantity belongs to (``QTc``, ``PT``, gestational age)."""
    heads = known_left(scene, quantity, floor_of(scene, index)) or known_right(scene, quantity)
    return [head for head in heads if head.row is not None and getattr(head.row, "dimension", "") in _TIME_DIMENSIONS]


def heads_of(
    scene: Scene, index: int, quantity: Quantity, noun: tuple[int, int] | None, state: State
) -> list[HeadSpan]:
    """Return what a quantity measures, by falling certainty; nothing where it counts the noun behind it."""
    floor = floor_of(scene, index)
    left = known_left(scene, quantity, floor)
    if _is_of(scene, quantity, left):
        right = known_right(scene, quantity) or [phrase for phrase in [phrase_right(scene, quantity)] if phrase]
        if right:
            return right
    if noun and (quantity.bounded or quantity.listed) and _counts_past(scene, quantity, left, noun):
        return []
    left = _sifted(scene, quantity, left, state)
    heads = inner(scene, quantity) or left
    heads = heads or [head for head in known_right(scene, quantity) if not _counts(quantity, head)]
    if heads or not (quantity.bounded or quantity.listed):
        return heads
    amount = _amount_of(scene, quantity)
    if amount:
        return [amount]
    if not (noun and _is_named(scene, quantity, noun, state)):
        heads = _inherited(scene, quantity, floor, state)
    if heads or noun:
        return heads
    return _unknown(scene, quantity, floor)


def _sifted(scene: Scene, quantity: Quantity, left: list[HeadSpan], state: State) -> list[HeadSpan]:
    """Return the heads before a quantity, or what stands behind it where they belong to something else."""
    if left and _is_condition_head(scene, left[0], state) and not _fits(quantity, left[0], state):
        left = list(state.heads)
    if left and quantity.unit and _is_far(scene, quantity, left[-1]):
        left = _right_beside(scene, quantity) or left
    if left and state.quantity and left == state.heads and left[-1].first > state.quantity.last:
        amount = _amount_of(scene, quantity)  # "> 300 mg vitamin E, > 900 units vitamin A"
        left = _right_beside(scene, quantity) or ([amount] if amount else left)
    if left and isinstance(left[-1].row, ScaleRow) and scene.tokens[quantity.first - 1].text == "or":
        left = known_right(scene, quantity) or left  # "on the BDI or more than 30 points in the STAI"
    return left


def _amount_of(scene: Scene, quantity: Quantity) -> HeadSpan | None:
    """Return the noun right behind an amount that a joint sets apart from what stands before: ``with > 5 mg zinc``."""
    if quantity.unit is None or quantity.unit.ucum == "%" or not quantity.first:
        return None
    if scene.tokens[quantity.first - 1].text not in _APART:
        return None
    behind = phrase_right(scene, quantity)
    return behind if behind and behind.first == quantity.last + 1 else None


def _unknown(scene: Scene, quantity: Quantity, floor: int) -> list[HeadSpan]:
    """Return a head that no table knows, or the one of the lead-in: the nearest phrase wins."""
    if quantity.spelled and quantity.unit is None:
        return []
    before = phrase_left(scene, quantity, floor)
    if before:
        return [up_to_age(scene, quantity, before)]
    behind = phrase_right(scene, quantity)
    if behind and quantity.unit and behind.first == quantity.last + 1:
        return [behind]
    return above(scene, quantity) or ([behind] if behind else [])


def _is_condition_head(scene: Scene, head: HeadSpan, state: State) -> bool:
    """Tell whether a head belongs to the condition of the bound before (``or ≤ 5 x ULN if liver involvement``)."""
    if not state.heads or head.first <= state.last:
        return False
    between = scene.tokens[state.last + 1 : head.first]
    if scene.clause[head.first] != scene.clause[state.last]:
        return False
    return (
        len(between) <= 6
        and bool(between)
        and "if" in between[0].roles | (between[1].roles if len(between) > 1 else frozenset())
    )


def _right_beside(scene: Scene, quantity: Quantity) -> list[HeadSpan]:
    """Return what stands right behind a quantity: a known head, behind a per cent any noun (``< 30% chance``)."""
    behind = known_right(scene, quantity)
    if not behind and quantity.unit is not None and quantity.unit.ucum == "%":
        behind = [phrase for phrase in [phrase_right(scene, quantity)] if phrase]
    return [head for head in behind if head.first == quantity.last + 1]


def _is_far(scene: Scene, quantity: Quantity, head: HeadSpan) -> bool:
    """Tell whether words that link nothing stand between a head and its number (``HCT shows remission with < 5%``)."""
    between = scene.tokens[head.last + 1 : quantity.first]
    return sum(token.kind == "word" and "link" not in token.roles for token in between) > 1


def _fits(quantity: Quantity, head: HeadSpan, state: State) -> bool:
    """Tell whether the unit is that of a head, and not that of the bound before (``if they weigh > 80 kg``)."""
    if quantity.unit is None or state.quantity is None or state.quantity.unit is None:
        return False
    dimension = quantity.unit.dimension
    return getattr(head.row, "dimension", "") == dimension != state.quantity.unit.dimension


def _is_of(scene: Scene, quantity: Quantity, left: list[HeadSpan]) -> bool:
    """Tell whether a quantity is one *of* something: ``≥ 10 mg of prednisone``, ``10% of tumour cells``."""
    following = scene.tokens[quantity.last + 1] if quantity.last + 1 < len(scene.tokens) else None
    if following is None or following.text != "of" or quantity.unit is None or quantity.reference:
        return False
    if not left:
        return True
    between = {scene.tokens[i].text for i in range(left[-1].last + 1, quantity.first)}
    return bool(between & {"(", "[", "or", "and", ",", "with"})


def _counts_past(scene: Scene, quantity: Quantity, left: list[HeadSpan], noun: tuple[int, int]) -> bool:
    """Tell whether a whole number counts the noun behind it although an analyte stands somewhere before it."""
    if scene.tokens[noun[1]].text in _OCCASIONS:
        return True
    if not left or any(isinstance(head.row, ScaleRow) for head in left):
        return False
    if quantity.spelled or any(getattr(head.row, "kind", "") == "dose" for head in left):
        return True
    if quantity.listed:
        return False
    return any(
        scene.tokens[i].text == "with"
        or ("link" not in scene.tokens[i].roles and scene.tokens[i].text not in (":", "("))
        for i in range(left[-1].last + 1, quantity.first)
    )


def _is_named(scene: Scene, quantity: Quantity, noun: tuple[int, int], state: State) -> bool:
    """Tell whether the noun behind a number, not the head before it, is what the number counts."""
    token = scene.tokens[noun[0]]
    if token.roles & {"sex", "if", "person"} or "inclusive" in token.text:
        return False
    return quantity.spelled or (state.quantity is not None and state.quantity.unit is not None and quantity.bounded)


def _counts(quantity: Quantity, head: HeadSpan) -> bool:
    """Tell whether a whole number before an analyte counts things of that name (``at least 3 anti-HIV drugs``)."""
    if quantity.unit is not None or quantity.reference is not None or not isinstance(head.row, AnalyteRow):
        return False
    return quantity.spelled or head.row.qualitative or head.row.dimension not in ("1", "score")


def _is_acronym(scene: Scene, position: int) -> bool:
    """Tell whether a bound stands right behind a short form that no table knows: ``and vRNA ≥ 10,000``."""
    token = scene.tokens[position]
    written = scene.text[token.start : token.end]
    return token.kind in ("word", "id") and not token.roles and sum(map(str.isupper, written)) > 1


def _inherited(scene: Scene, quantity: Quantity, floor: int, state: State) -> list[HeadSpan]:
    """Return the head of the quantity before, when only joints and conditions stand between."""
    if not state.heads or state.last < 0 or _is_acronym(scene, quantity.first - 1):
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
