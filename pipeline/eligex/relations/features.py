"""Features of a pair of entities, as strings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from .scene import Scene, words_of

_STEPS = (1, 2, 3, 4, 6, 9, 13, 19, 28, 40)
_LONG = 7
"""Items between two entities up to which they count one by one."""
_EDGES = frozenset("()[],;:./-–+<>=≥≤")


def features_of(scene: Scene, i: int, j: int) -> list[str]:
    """Return the features of the i-th and j-th entity of a line, i before j."""
    first, second = scene.line.entities[i], scene.line.entities[j]
    pair = f"{first[0]}>{second[0]}"
    own = [*_words(scene, i, j), *_between(scene, i, j), *_rivals(scene, i, j), *_shape(scene, i, j)]
    return ["P", *(f"{name}|{pair}" for name in ("", *own)), *_around(scene, i, j, pair), *own]


def _step(number: int) -> int:
    return bisect_left(_STEPS, number)


def _words(scene: Scene, i: int, j: int) -> Iterator[str]:
    one, other = scene.words[i], scene.words[j]
    yield f"a-1={one[-1]}"
    yield f"b-1={other[-1]}"
    if len(one) > 1:
        yield f"a0={one[0]}"
    if len(other) > 1:
        yield f"b0={other[0]}"
    yield f"a={' '.join(one[:6])}"
    yield f"b={' '.join(other[:6])}"
    yield f"a4={one[-1][-4:]}"
    yield f"b4={other[-1][-4:]}"
    yield f"ab={one[-1]}>{other[-1]}"
    yield f"an={min(len(one), 5)}:{min(len(other), 5)}"


def _between(scene: Scene, i: int, j: int) -> Iterator[str]:
    between, entity = _items(scene, i, j)
    count = sum(entity)
    yield f"d={_step(len(between))}"
    yield f"e={min(count, 8)}"
    if len(between) <= _LONG:
        yield f"m={' '.join(between)}"
    elif between:
        yield f"m3={' '.join(between[:3])}..{' '.join(between[-3:])}"
    if between:
        yield f"m0={between[0]}"
        yield f"m-1={between[-1]}"
        yield f"m-2={' '.join(between[-2:])}"
    seen = set(between) if len(between) < 30 else set(between[:10] + between[-10:])
    yield from (f"w={word}" for word in sorted(seen))
    signs = [x for x, is_one in zip(between, entity, strict=True) if is_one or x in _EDGES or x in ("or", "and")]
    yield f"s={' '.join(signs[:8])}{len(signs) > 8}"
    yield f"c={min(between.count(','), 4)}{'or' in between}{'and' in between}{bool(seen & {'.', ';', ':'})}"


def _items(scene: Scene, i: int, j: int) -> tuple[list[str], list[bool]]:
    left, right = scene.at[i], scene.at[j]
    if left < right:
        return scene.items[left + 1 : right], scene.is_entity[left + 1 : right]
    words = words_of(scene.line.text[scene.line.entities[i][2] : scene.line.entities[j][1]])
    return words, [False] * len(words)


def _rivals(scene: Scene, i: int, j: int) -> Iterator[str]:
    """Tell of other entities of the same two types: how many, nearer or not, on which side."""
    entities = scene.line.entities
    heads, tails = scene.by_label[entities[i][0]], scene.by_label[entities[j][0]]
    h, t = bisect_left(heads, i), bisect_left(tails, j)
    within_heads = bisect_left(heads, j) - h - 1
    within_tails = t - bisect_right(tails, i)
    yield f"r={min(within_heads, 3)}:{min(within_tails, 3)}"
    gap = entities[j][1] - entities[i][2]
    after = next((entities[k][1] - entities[j][2] for k in heads[bisect_right(heads, j) :]), None)
    before = next((entities[i][1] - entities[k][2] for k in reversed(tails[: bisect_left(tails, i)])), None)
    yield f"ra={_side(gap, after)}{_side(gap, before)}"
    yield f"rr={within_heads > 0}{within_tails > 0}{_side(gap, after)}{_side(gap, before)}"
    yield f"n={min(len(heads), 4)}:{min(len(tails), 4)}"
    yield f"o={len(heads) == len(tails)}{h == t}{h == 0}{t == len(tails) - 1}"


def _side(gap: int, other: int | None) -> str:
    if other is None:
        return "none"
    return "nearer" if other < gap else "farther"


def _shape(scene: Scene, i: int, j: int) -> Iterator[str]:
    one, other = scene.line.entities[i], scene.line.entities[j]
    yield f"nest={_nesting(one, other)}"
    yield f"depth={max(-2, min(2, scene.depth[j] - scene.depth[i]))}{min(scene.depth[i], 1)}"
    same = scene.runs[scene.at[i]] == scene.runs[scene.at[j]]
    words = [scene.run_words.get(scene.runs[scene.at[end]], "") for end in (i, j)]
    yield f"run={same}{':'.join(words)}"
    sizes = scene.run_sizes
    yield f"size={same}{_step(sizes[scene.runs[scene.at[i]]])}:{_step(sizes[scene.runs[scene.at[j]]])}"
    yield f"line={scene.line_words}{_step(len(scene.line.entities))}"
    nearest = next((x for x in scene.items[scene.at[j] + 1 :] if x in ("or", "and", ".", ";")), "")
    yield f"joint={nearest}"
    if _stands_for(scene, i, j):
        yield "initials"
    if scene.words[i] == scene.words[j]:
        yield "same"


def _nesting(one: tuple[str, int, int], other: tuple[str, int, int]) -> str:
    if one[2] <= other[1]:
        return "touch" if one[2] == other[1] else "apart"
    if one[1:] == other[1:]:
        return "equal"
    return "inside" if other[2] <= one[2] else "cross"


def _stands_for(scene: Scene, i: int, j: int) -> bool:
    """Tell whether the short one of two names is made of the first letters of the other."""
    short, long = sorted(("".join(scene.words[i]), "".join(scene.words[j])), key=len)
    words = max(scene.words[i], scene.words[j], key=lambda w: len("".join(w)))
    letters = "".join(word[0] for word in words if word)
    return 2 <= len(short) < len(long) and (
        short == letters or short.rstrip("s") == letters or short[:2] == letters[:2]
    )


def _around(scene: Scene, i: int, j: int, pair: str) -> Iterator[str]:
    items, left, right = scene.items, scene.at[i], scene.at[j]
    before = items[max(0, left - 2) : left]
    after = items[right + 1 : right + 3]
    yield f"p1={before[-1] if before else '^'}|{pair}"
    yield f"p2={' '.join(before)}|{pair}"
    yield f"q1={after[0] if after else '$'}|{pair}"
    yield f"q2={' '.join(after)}|{pair}"
    yield f"ia={items[left + 1] if left + 1 < len(items) else '$'}|{pair}"
    entities = scene.line.entities
    yield f"ea={entities[i - 1][0] if i else '^'}:{entities[i + 1][0]}|{pair}"
    yield f"eb={entities[j - 1][0]}:{entities[j + 1][0] if j + 1 < len(entities) else '$'}|{pair}"
