"""Which criterion stands under which: by indentation, label style and lead-ins."""

from __future__ import annotations

from collections.abc import Sequence

from .leadins import announces
from .model import Piece


def nest(text: str, items: Sequence[Piece]) -> None:
    """Set ``parent`` and ``level`` of the items under one heading."""
    stack: list[Piece] = []
    by_indent = len({item.indent for item in items if item.style and item.inner is None}) > 1
    before: Piece | None = None
    for item in items:
        if item.inner is not None:
            item.parent = item.inner
        else:
            del stack[_depth(text, stack, item, before, by_indent) :]
            item.parent = stack[-1] if stack else None
            stack.append(item)
            before = item
        item.level = item.parent.level + 1 if item.parent else 1


def _depth(text: str, stack: list[Piece], item: Piece, before: Piece | None, by_indent: bool) -> int:
    """Return how many of the open items hold ``item``: those above its nearest sibling, else all that may hold it."""
    for depth in range(len(stack), 0, -1):
        above = stack[depth - 1]
        if item.style and above.style == item.style and _are_siblings(above, item, by_indent):
            return depth - 1
        if item.value and above.value and item.label.startswith(above.label.strip("().:") + "."):
            return depth
    for depth in range(len(stack), 0, -1):
        above = stack[depth - 1]
        if _holds_labelled(text, above, item, by_indent) if item.style else _holds_plain(text, above, item, before):
            return depth
    return 0


def _are_siblings(above: Piece, item: Piece, by_indent: bool) -> bool:
    if item.value and item.value == above.value + 1:
        return True
    return item.value >= above.value and (not by_indent or above.indent == item.indent)


def _holds_labelled(text: str, above: Piece, item: Piece, by_indent: bool) -> bool:
    """Tell whether a labelled item belongs under ``above``, which is no sibling."""
    if not above.style:
        return item.value <= 1 and announces(text[above.start : above.end])
    if by_indent and above.indent != item.indent:
        return above.indent < item.indent
    if above.style == item.style or item.value > 1:
        return False
    return not item.value or above.value > 0 or announces(text[above.start : above.end])


def _holds_plain(text: str, above: Piece, item: Piece, before: Piece | None) -> bool:
    """Tell whether an item without label belongs under ``above``: indented below its label, or a list it announces.

    Where the lines of a list have neither label nor indent, empty lines set the list off on both sides, and a line
    that begins like the lead-in ("Patient ...", "Patient ...") is its sibling.
    """
    if above.style:
        return item.indent > above.indent
    if not announces(text[above.start : above.end]) or (before is not above and item.gap):
        return False
    if before is above and not item.gap:
        return False
    return _first_word(text, above) != _first_word(text, item)


def _first_word(text: str, piece: Piece) -> str:
    words = text[piece.start : min(piece.end, piece.start + 40)].split(maxsplit=1)
    return words[0].lower().rstrip(",:;").removesuffix("'s").removesuffix("s") if words else ""
