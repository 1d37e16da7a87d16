"""Run-on paragraphs of old cancer records: requirements follow each other without a stop, told by their capitals."""

from __future__ import annotations

import re
from bisect import bisect_right

from .spans import bracketed, inside
from .tables import inline_subheadings, runon_words, words

_TOKEN = re.compile(r"\S+")
_TITLE = re.compile(r"[A-Z][a-z]+(?:[-/][A-Za-z]+)*[,:;.]?$")
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


def _opens(tokens: list[re.Match[str]], at: int) -> bool:
    """Tell whether a token opens a requirement, from its own shape and the word before it."""
    word, last = tokens[at][0], tokens[at - 1][0]
    bare = word.rstrip(",:;.)")
    if not bare[:1].isupper():
        return False
    roles = runon_words()
    role = roles.get(bare, "")
    if last.endswith((".", ";")) and roles.get(last) != "holds" and len(last) > 2:
        return True
    if last in ("-", "–", "*"):
        return True
    if last.endswith(":"):
        return bool(_TITLE.match(word)) and _lists(last)
    if roles.get(last) == "holds" or last == "See" or last.endswith(_OPEN_ENDS) or role in ("never", "ends"):
        return False
    if role in ("starts", "acronym"):
        return role == "starts" or not last[:1].isupper() or last.isupper() or any(c.isdigit() for c in last)
    if roles.get(last) == "ends":
        return True
    if role == "after_end":
        return any(token[0].endswith(":") for token in tokens[at : at + 4])
    return bool(_TITLE.match(word)) and not bare.endswith("'s") and not _TITLE.match(last)


def _lists(last: str) -> bool:
    return last.rstrip(":").lower() in words("listing")
