"""The passes of normalisation: repair of wrongly decoded text, characters and markup, the margin of the lines."""

from __future__ import annotations

from dataclasses import dataclass

from .characters import Rewriter
from .margin import margin_edits
from .mojibake import repair_edits
from .offsets import Edit, OffsetMap, apply_edits
from .operators import suspects

_ROUNDS = 3
"""Wrongly decoded text is at times wrongly decoded again; three rounds undo all that registers have shown."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to warn of; ``spans`` count in the source text."""

    code: str
    message: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Normalised:
    """A cleaned text; ``span`` leads from it to the source."""

    text: str
    warnings: tuple[Flag, ...] = ()
    layers: tuple[OffsetMap, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source offsets of ``text[start:end]``."""
        for layer in reversed(self.layers):
            start, end = layer.span(start, end)
        return start, end


def normalise(source: str) -> Normalised:
    """Clean a text: escapes, entities, tags, odd characters and spaces, line ends, margin, mojibake; lines stay lines.

    Lost comparison signs are flagged (``operator-suspect``), never changed; markup that leaves nothing visible
    behind is flagged as ``markup-removed``.
    """
    text = source
    layers: list[OffsetMap] = []
    dropped: list[tuple[int, int]] = []
    for _ in range(_ROUNDS):
        edits = repair_edits(text)
        if not edits:
            break
        dropped += [_source_span(layers, edit) for edit in edits if _vanishes(text, edit)]
        text, layer = apply_edits(text, edits)
        layers.append(layer)
    edits = Rewriter.default().edits(text)
    if edits:
        dropped += [_source_span(layers, edit) for edit in edits if _vanishes(text, edit)]
        text, layer = apply_edits(text, edits)
        layers.append(layer)
    edits = margin_edits(text)
    if edits:
        text, layer = apply_edits(text, edits)
        layers.append(layer)
    done = Normalised(text, layers=tuple(layers))
    lost = tuple(done.span(start, end) for start, end in suspects(text))
    return Normalised(text, tuple(_flags(lost, tuple(dropped))), done.layers)


def _vanishes(text: str, edit: Edit) -> bool:
    start, end, replacement = edit
    return not replacement.strip() and bool(text[start:end].strip())


def _source_span(layers: list[OffsetMap], edit: Edit) -> tuple[int, int]:
    return Normalised("", layers=tuple(layers)).span(edit[0], edit[1])


def _flags(lost: tuple[tuple[int, int], ...], dropped: tuple[tuple[int, int], ...]) -> list[Flag]:
    flags = []
    if lost:
        flags.append(Flag("operator-suspect", "a comparison sign seems lost upstream; the text stays as it is", lost))
    if dropped:
        flags.append(Flag("markup-removed", "markup or a wrongly decoded blank that stands for no text", dropped))
    return flags
