"""Undo UTF-8 that was read as Windows-1252 or Mac Roman ("â‰¥" and "‚â•" for "≥"), sequence by sequence.

A first byte of a UTF-8 sequence and its continuation bytes, seen through these code pages, are pairs and triples of
signs that no language writes side by side; so each sequence is decoded by itself and good text cannot change.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from .offsets import Edit

_LEADS = {1: (0xC2, 0xC3, 0xC4, 0xC5, 0xCA, 0xCB, 0xCE, 0xCF), 2: (0xE2, 0xEF)}
"""First bytes by number of continuation bytes: Latin, Greek, modifiers; punctuation, mathematics, full width."""
_QUOTABLE = (0xC4, 0xC5, 0xCA, 0xCB, 0xCE, 0xCF)
"""First bytes that are letters in Windows-1252 and may end a quoted or dashed word ("5 Å”")."""
_QUOTES_AND_DASHES = "‘’“”–—…"


def _signs(codec: str) -> dict[str, int]:
    """Map the upper half of a code page to its bytes; a hole stands for the C1 control of that number."""
    decoded = ((byte, bytes([byte]).decode(codec, "ignore")) for byte in range(0x80, 0x100))
    return {sign or chr(byte): byte for byte, sign in decoded}


@cache
def _pattern_and_bytes(codec: str) -> tuple[re.Pattern[str], dict[str, int]]:
    signs = _signs(codec)
    by_byte = {byte: sign for sign, byte in signs.items()}
    follow = "".join(by_byte[byte] for byte in range(0x80, 0xC0))
    letters = "".join(sign for sign in follow if sign not in _QUOTES_AND_DASHES)
    branches = []
    for count, leads in _LEADS.items():
        for lead in leads:
            allowed = letters if codec == "cp1252" and lead in _QUOTABLE else follow
            branches.append(f"{re.escape(by_byte[lead])}[{re.escape(allowed)}]{{{count}}}")
    return re.compile("|".join(branches)), signs


def repair_edits(text: str) -> list[Edit]:
    """Return the edits that undo one round of wrong decoding."""
    if text.isascii():
        return []
    found: list[Edit] = []
    for codec in ("cp1252", "mac_roman"):
        pattern, signs = _pattern_and_bytes(codec)
        for match in pattern.finditer(text):
            repaired = _decode(bytes(signs[sign] for sign in match.group()))
            if repaired:
                found.append((match.start(), match.end(), repaired))
    return _disjoint(found)


def _decode(raw: bytes) -> str:
    decoded = raw.decode("utf-8", "ignore")
    return decoded if len(decoded) == 1 and unicodedata.category(decoded) not in ("Cc", "Cn") else ""


def _disjoint(edits: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept
