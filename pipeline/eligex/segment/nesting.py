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
            while stack and not _holds(text, stack, item, before, by_indent):
                stack.pop()
            item.parent = stack[-1] if stack else None
            stack.append(item)
            before = item
        item.level = item.parent.level + 1 if item.parent else 1


def _holds(text: str, stack: list[Piece], item: Piece, before: Piece | None, by_indent: bool) -> bool:
    """Tell whether ``item`` belongs under the top of the stack."""
    above = stack[-1]
    if not item.style:
        return _holds_plain(text, above, item, before)
    if not above.style:
        return announces(text[above.start : above.end])
    if above.value and item.label.startswith(above.label.strip("().:") + "."):
        return True
    if above.style == item.style and 0 < above.value < item.value:
        return False
    if by_indent and above.indent != item.indent:
        return above.indent < item.indent
    if any(other.style == item.style for other in stack):
        return False
    if item.value > 1:
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
