"""The two passes of normalisation: repair of wrongly decoded text, then characters and markup."""

from __future__ import annotations

from dataclasses import dataclass

from .characters import Rewriter
from .mojibake import repair_edits
from .offsets import Edit, OffsetMap, apply_edits
from .operators import suspects

_ROUNDS = 3
"""Wrongly decoded text is at times wrongly decoded again; three rounds undo all that registers have shown."""

_LOST = "a comparison sign seems to have been lost before this number"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to warn of at ``text[start:end]`` of the normalised text."""

    code: str
    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Normalised:
    """A cleaned text; ``span`` leads from it to the source.

    ``removed`` holds the source spans of markup that left nothing visible behind (``<br>``, a zero-width space).
    """

    text: str
    warnings: tuple[Flag, ...] = ()
    removed: tuple[tuple[int, int], ...] = ()
    layers: tuple[OffsetMap, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source offsets of ``text[start:end]``."""
        for layer in reversed(self.layers):
            start, end = layer.span(start, end)
        return start, end


def normalise(source: str) -> Normalised:
    """Clean a text: escapes, entities, tags, odd characters and spaces, line ends, mojibake; lines stay lines.

    Lost comparison signs are flagged (``operator-suspect``), never changed.
    """
    text = source
    layers: list[OffsetMap] = []
    removed: list[tuple[int, int]] = []
    for _ in range(_ROUNDS):
        edits = repair_edits(text)
        if not edits:
            break
        text, layer = apply_edits(text, edits)
        layers.append(layer)
    edits = Rewriter.default().edits(text)
    if edits:
        repaired = Normalised(text, layers=tuple(layers))
        removed = [repaired.span(edit[0], edit[1]) for edit in edits if _vanishes(text, edit)]
        text, layer = apply_edits(text, edits)
        layers.append(layer)
    flags = tuple(Flag("operator-suspect", _LOST, start, end) for start, end in suspects(text))
    return Normalised(text, flags, tuple(removed), tuple(layers))


def _vanishes(text: str, edit: Edit) -> bool:
    start, end, replacement = edit
    return not replacement.strip() and bool(text[start:end].strip())
