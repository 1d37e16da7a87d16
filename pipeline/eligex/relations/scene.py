"""A line as a row of blocks: outermost entities and the words around them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ..words import WORD
from .pairs import Line

_JOINERS = frozenset({",", "/", ";", "or", "and"})
_WORD_JOINERS = frozenset({"or", "and"})


@dataclass(slots=True)
class Scene:
    """What the features of all pairs of a line are read from.

    ``items``: the words outside entities, and labels of outermost entities; ``at``: the item each entity lies in;
    ``depth``: how many round brackets are open at each entity; ``runs``: the coordination each item belongs to;
    ``run_words``, ``run_sizes``: its last joining word and its number of entities; ``line_words``: the joining words
    of the whole line.
    """

    line: Line
    items: list[str]
    is_entity: list[bool]
    at: list[int]
    words: list[list[str]]
    depth: list[int]
    runs: list[int]
    run_words: dict[int, str]
    run_sizes: Counter[int]
    line_words: str
    by_label: dict[str, list[int]] = field(default_factory=dict)


def scene_of(line: Line) -> Scene:
    """Lay out a line."""
    items: list[str] = []
    is_entity: list[bool] = []
    at = [0] * len(line.entities)
    free = 0
    for i, (label, start, end) in enumerate(line.entities):
        if start < free:
            at[i] = len(items) - 1
            free = max(free, end)
            continue
        outside = WORD.findall(line.text[free:start].lower())
        items += [*outside, label]
        is_entity += [False] * len(outside) + [True]
        at[i] = len(items) - 1
        free = end
    rest = WORD.findall(line.text[free:].lower())
    items += rest
    is_entity += [False] * len(rest)
    runs, run_words = _runs(items, is_entity)
    words = [WORD.findall(line.text[start:end].lower()) or [""] for _, start, end in line.entities]
    sizes = Counter(run for run, entity in zip(runs, is_entity, strict=True) if entity)
    joined = "+".join(sorted(_WORD_JOINERS.intersection(items)))
    scene = Scene(line, items, is_entity, at, words, _depths(line), runs, run_words, sizes, joined)
    for i, (label, _, _) in enumerate(line.entities):
        scene.by_label.setdefault(label, []).append(i)
    return scene


def words_of(text: str) -> list[str]:
    """Split a text into lower-case words, numbers and signs."""
    return WORD.findall(text.lower())


def _runs(items: list[str], is_entity: list[bool]) -> tuple[list[int], dict[int, str]]:
    """Number the stretches of entities joined by commas, slashes, "or" and "and"; name each one's last such word."""
    runs: list[int] = []
    names: dict[int, str] = {}
    current = 0
    for item, entity in zip(items, is_entity, strict=True):
        if not entity and item not in _JOINERS:
            current += 1
        elif not entity and item in _WORD_JOINERS:
            names[current] = item
        runs.append(current)
    return runs, names


def _depths(line: Line) -> list[int]:
    text = line.text
    return [text.count("(", 0, start) - text.count(")", 0, start) for _, start, _ in line.entities]
