"""Read values that are words: ``HIV negative``, ``positive pregnancy test``, ``normal LVEF``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..lexicons.rows.numeric import AnalyteRow
from ..unit import Finding
from .heads import best_head
from .scene import Scene
from .words import word_list

_BESIDE_WORDS: Final = word_list("qualitative.beside")
_BESIDE_WORDS_2: Final = word_list("qualitative.beside_2")

_REACH = 4
_POLAR = frozenset({"polarity_pos", "polarity_neg"})
_WORDS = _POLAR | {"polarity_normal", "polarity_ab", "polarity_el", "polarity_de"}


def qualitative_findings(scene: Scene, taken: list[tuple[int, int]]) -> Iterator[Finding]:
    """Yield a measurement for each word value beside a known analyte that no number has taken."""
    for position, token in enumerate(scene.tokens):
        if token.roles & _WORDS and token.cue:
            head = _beside(scene, position, bool(token.roles & _POLAR))
            if head is not None:
                finding = _finding(scene, position, head, token.cue)
                if not any(start < finding["end"] and finding["start"] < end for start, end in taken):
                    yield finding


def _beside(scene: Scene, position: int, polar: bool) -> int | None:
    for index in scene.left(position, _REACH):
        token = scene.tokens[index]
        if _measures(scene, index, polar):
            return index
        if "link" not in token.roles and token.text not in _BESIDE_WORDS:
            break
    for index in scene.right(position, _REACH):
        token = scene.tokens[index]
        if _measures(scene, index, polar):
            return index
        if "link" not in token.roles and token.text not in _BESIDE_WORDS_2:
            break
    return None


def _measures(scene: Scene, index: int, polar: bool) -> bool:
    token = scene.tokens[index]
    if not token.heads or scene.owner[index] >= 0:
        return False
    row = best_head(scene, token)
    return isinstance(row, AnalyteRow) and (row.qualitative or not polar)


def _finding(scene: Scene, position: int, head: int, value: str) -> Finding:
    start, end = scene.span(min(position, head), max(position, head))
    row = best_head(scene, scene.tokens[head])
    analyte = {"text": scene.words(head, head), "name": row.name}
    if isinstance(row, AnalyteRow) and row.loinc:
        analyte["code"] = row.loinc
    return {"kind": "measurement", "start": start, "end": end, "analyte": analyte, "value_text": value}
