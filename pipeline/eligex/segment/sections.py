"""Which section governs each piece: by headings and lead-ins, else by the wording."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .leadins import announces, is_subheading, is_title, section_leadin
from .model import Piece
from .polarity import describes_people, worded_section
from .tables import subheadings

SIDES = ("inclusion", "exclusion")
SECTIONS = (*SIDES, "other")
RUNON = ("requirements", "packed")
LEAD_IN = "lead-in"


def find_leadins(text: str, pieces: Sequence[Piece]) -> None:
    """Turn titles and general lead-ins ("Patients must have:") into headings, where a list follows."""
    before: Piece | None = None
    titles: list[Piece] = []
    for piece, after in pairwise(pieces):
        if piece.kind == "item" and not piece.style and after.kind != "noise":
            body = text[piece.start : piece.end]
            section = section_leadin(body) if announces(body) else ""
            listed = before is None or before.kind == "heading" or bool(before.style)
            if section or is_subheading(body):
                piece.kind, piece.mode, piece.heading = "heading", section or "", LEAD_IN
            elif after.style and piece.gap and listed and is_title(body):
                titles.append(piece)
        before = piece
    # One line alone may as well be a criterion that lost its bullet.
    for piece in titles:
        body = text[piece.start : piece.end]
        if len(titles) > 1 or body.isupper() or body in subheadings():
            piece.kind, piece.heading = "heading", LEAD_IN


def mend_slips(pieces: Sequence[Piece]) -> list[Piece]:
    """Return headings that contradict the one right above them, set to its section.

    Registers repeat the wrong label now and then: "Exclusion criteria:" and on the next line "Current inclusion
    criteria as of ...", where the inclusion criteria already stand above.
    """
    filled: set[str] = set()
    slips: list[Piece] = []
    mode = ""
    for above, piece in pairwise(pieces):
        if above.kind == "heading" and above.mode:
            mode = above.mode
        elif above.kind == "item":
            filled.add(mode)
        both = {above.mode, piece.mode}
        if above.kind == piece.kind == "heading" and both == set(SIDES) and not piece.gap and piece.mode in filled:
            piece.mode = above.mode
            slips.append(piece)
    return slips


def set_modes(text: str, pieces: Sequence[Piece], default: str) -> None:
    """Give each piece the section or mode that governs it.

    Where a section heading stands above a lead-in, its section ends at the next heading of any kind, or with its list.
    "Eligibility criteria for part two" among inclusions, or right under "Exclusion criteria", leaves the section be.
    """
    base = mode = default
    leading = listed = opened = False
    for piece in pieces:
        if piece.kind == "heading":
            is_leadin = piece.heading == LEAD_IN
            if piece.mode == "eligibility" and (base == "inclusion" or (base in SIDES and opened)):
                mode = base
            elif piece.mode and not is_leadin:
                base = mode = piece.mode
            elif piece.mode:
                mode = piece.mode
            elif leading and base:
                mode = base
            leading, listed, opened = bool(piece.mode) and is_leadin, False, piece.mode in SIDES
        elif leading and base and listed and piece.gap and not piece.style:
            mode = base
        else:
            listed = bool(piece.style) and not announces(text[piece.start : piece.end])
        opened = opened and piece.kind == "heading"
        piece.section = mode


def decide_sections(text: str, items: Sequence[Piece]) -> None:
    """Set the sections that no heading gives; among inclusions an undecided item is one too."""
    open_items = [item for item in items if item.section not in SECTIONS]
    for item in open_items:
        item.section = _worded(text, item)
    default = "inclusion" if any(item.section == "inclusion" for item in open_items) else "other"
    for item in open_items:
        item.section = item.section or default


def _worded(text: str, item: Piece) -> str:
    """Return the section by wording: the item's own, else its parent's, else inclusion if it describes people."""
    body = text[item.start : item.end]
    worded = worded_section(body)
    above = item.parent
    if above is not None and above.section == "exclusion" and announces(text[above.start : above.end]):
        return "other" if worded == "other" else "exclusion"
    if worded or (above is not None and above.section):
        return worded or (above.section if above is not None else "")
    return "inclusion" if item.section in RUNON or describes_people(body) else ""
