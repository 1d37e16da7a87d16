"""When two names differ by slips of the pen only."""

from __future__ import annotations

from collections.abc import Callable

SLIP_MIN = 6
_TWO_SLIPS_MIN = 11
# A slip seldom hits the first letters, and there it makes another word (hyper-, hypo-; in-, un-).
_SAFE_START = 2
_OPPOSITES = (("hyper", "hypo"), ("poly", "oligo"), ("macro", "micro"), ("tachy", "brady"), ("inter", "intra"))


def differ_by_slips(mention: list[str], name: list[str], is_word: Callable[[str], bool], most: int = 2) -> bool:
    """Tell whether each word of the mention is a word of the name, or is none at all and a slip away from one.

    A mention's word that some vocabulary knows is not misspelt; numbers and short words must be equal. ``most`` bounds
    the slips in a word of eleven letters or more; in shorter words one is allowed.
    """
    if len(mention) != len(name):
        return False
    left = list(name)
    odd = []
    for word in mention:
        if word in left:
            left.remove(word)
        else:
            odd.append(word)
    if any(is_word(word) for word in odd):
        return False
    for word in odd:
        match = next((other for other in left if is_slip(word, other, most)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def is_slip(word: str, meant: str, most: int = 2) -> bool:
    """Tell whether a word is a misspelling of another."""
    if min(len(word), len(meant)) < SLIP_MIN or not (word.isalpha() and meant.isalpha()):
        return False
    if word[:_SAFE_START] != meant[:_SAFE_START] or _opposed(word, meant):
        return False
    allowed = most if min(len(word), len(meant)) >= _TWO_SLIPS_MIN else 1
    return edits(word, meant, allowed) <= allowed


def _opposed(word: str, meant: str) -> bool:
    return any((one in word and other in meant) or (other in word and one in meant) for one, other in _OPPOSITES)


def edits(word: str, meant: str, most: int) -> int:
    """Return how many letters must be added, left out, changed or swapped with the next; ``most + 1`` means more."""
    if abs(len(word) - len(meant)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for n, char in enumerate(word, start=1):
        before, last, row = row, before, [n, *[0] * len(meant)]
        for m, other in enumerate(meant, start=1):
            row[m] = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (char != other))
            if n > 1 and m > 1 and char == meant[m - 2] and word[n - 2] == other:
                row[m] = min(row[m], last[m - 2] + 1)
    return min(row[-1], most + 1)
