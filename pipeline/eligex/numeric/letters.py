"""Read classes named by letters: ``Child-Pugh A or B``, ``Barcelona stage 0-A``."""

from __future__ import annotations

from collections.abc import Iterator

from ..lexicons.rows.numeric import ScaleRow
from ..unit import Finding
from .scene import Scene
from .words import word_list

_JOINTS = word_list("letters.joints")
_RANGES = frozenset({"-", "–", "to"})
_REACH = 9


def lettered_findings(scene: Scene) -> Iterator[Finding]:
    """Yield a score for each scale that letters, not numbers, follow."""
    for position, token in enumerate(scene.tokens):
        for head in token.heads:
            if isinstance(head, ScaleRow) and not head.roman and any(value.isalpha() for value in head.values):
                finding = _finding(scene, position, head)
                if finding:
                    yield finding
                break


def _finding(scene: Scene, position: int, row: ScaleRow) -> Finding | None:
    """Return the classes behind a scale, a range filled up by the scale's legal values."""
    named: list[str] = []
    last = position
    ranged = False
    for index in scene.right(position, _REACH):
        token = scene.tokens[index]
        written = scene.words(index, index)
        if written in row.values and written.isalpha():
            named += _between(row, named[-1], written) if ranged and named else [written]
            last, ranged = index, False
        elif token.text in _JOINTS and scene.owner[index] < 0:
            ranged = ranged or token.text in _RANGES
        else:
            break
    if not named:
        return None
    start, end = scene.span(position, last)
    scale = {"text": scene.words(position, position), "name": row.name}
    return {"kind": "score", "start": start, "end": end, "scale": scale, "values": list(dict.fromkeys(named))}


def _between(row: ScaleRow, first: str, last: str) -> list[str]:
    low, high = row.values.index(first), row.values.index(last)
    return list(row.values[low + 1 : high + 1]) or [last]
