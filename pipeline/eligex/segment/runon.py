"""Run-on paragraphs of old cancer records: requirements follow each other without a stop, told by their capitals."""

from __future__ import annotations

import re
from bisect import bisect_right

from .spans import bracketed, inside
from .tables import inline_subheadings, runon_words, words

_TOKEN = re.compile(r"\S+")
_TITLE = re.compile(r"[A-Z][a-z]+(?:[-/][A-Za-z]+)*[,:;.]?$")
# Words looked back over for the start of a lead-in, and for the value a footnote belongs to.
_LEADIN_REACH, _FOOTNOTE_REACH = 10, 40
_OPENERS = ("starts", "acronym", "requires")
_DASHED = re.compile(r"-[A-Z][a-z]{2}")
_OPEN_ENDS = (",", "/", "(", "-", "[", "=", "+")


def runon_starts(text: str, start: int, end: int) -> list[int]:
    """Return where requirements begin inside ``text[start:end]``, the first always at ``start``."""
    heads = [(m.start(), m.end()) for m in inline_subheadings().finditer(text, start, end)]
    head_starts = [head[0] for head in heads]
    brackets = bracketed(text, start, end)
    tokens = list(_TOKEN.finditer(text, start, end))
    starts = [start]
    for at in range(1, len(tokens)):
        position = tokens[at].start()
        if not (text[position].isupper() or text[position] == "-"):
            continue
        slot = bisect_right(head_starts, position) - 1
        if slot >= 0 and position < heads[slot][1]:
            opens = position == heads[slot][0]
        elif slot >= 0 and heads[slot][1] >= tokens[at - 1].end():
            opens = False
        else:
            opens = not inside(brackets, position) and _opens(tokens, at)
        if opens:
            starts.append(position)
    return starts


def opens_requirement(text: str, *roles: str) -> bool:
    """Tell whether a text begins with a word of these roles; without roles: or with a sub-heading."""
    first = _TOKEN.match(text)
    role = runon_words().get(first[0].rstrip(",:;.)"), "") if first else ""
    return role in (roles or _OPENERS) or (not roles and bool(inline_subheadings().match(text)))


def _opens(tokens: list[re.Match[str]], at: int) -> bool:
    """Tell whether a token opens a requirement, from its own shape and the word before it."""
    word, last = tokens[at][0], tokens[at - 1][0]
    bare = word.rstrip(",:;.)")
    if not bare[:1].isupper():
        return bool(_DASHED.match(word))
    roles = runon_words()
    role = roles.get(bare, "")
    if last.endswith((".", ";")) and roles.get(last) != "holds" and len(last) > 2:
        return True
    if last in ("-", "–"):
        return True
    if last == "*":
        return not _is_footnote(tokens, at - 1)
    if last.endswith(":"):
        return _lists(tokens, at)
    if roles.get(last) == "holds" or last == "See" or last.endswith(_OPEN_ENDS) or role in ("never", "ends"):
        return False
    if role in ("starts", "acronym"):
        return role == "starts" or (roles.get(last) != "modifies" and _ends_phrase(last))
    if roles.get(last) == "ends":
        return True
    if role == "after_end":
        return any(token[0].endswith(":") for token in tokens[at : at + 8])
    return bool(_TITLE.match(word)) and not bare.endswith("'s") and not _TITLE.match(last)


def _ends_phrase(last: str) -> bool:
    return not last[:1].isupper() or last.isupper() or any(c.isdigit() for c in last)


def _is_footnote(tokens: list[re.Match[str]], at: int) -> bool:
    """Tell the star of a footnote, set by a starred value before it ("1,000/mm3* * Unless ..."), from a bullet."""
    return any(len(token[0]) > 1 and token[0].endswith("*") for token in tokens[max(0, at - _FOOTNOTE_REACH) : at])


def _lists(tokens: list[re.Match[str]], at: int) -> bool:
    """Tell whether the phrase that ends with a colon before ``tokens[at]`` announces a list."""
    last = tokens[at - 1][0].rstrip(":").lower()
    if last in words("announcing"):
        return True
    for token in reversed(tokens[max(0, at - _LEADIN_REACH) : at]):
        if token[0].endswith((".", ";")) and token[0].lower() not in words("listing"):
            return False
        if token[0].rstrip(":").lower() in words("listing"):
            return True
    return False
