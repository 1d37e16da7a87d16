"""Labels of list items: bullets, numbers, letters, Roman numerals, circled numbers."""

from __future__ import annotations

import re

from .model import Label
from .spans import skip

_LABEL = re.compile(
    r"""
    (?P<bullet>
        [•●○▪■◦‣⁃➢➤✓✔►·§\uf0b7\uf0a7\uf0d8]\s? | \?(?:[ \t]+(?=\S)|(?=[A-Z\d]))
      | [-–—−*+]{1,3}(?:[ \t]+|(?=[^\W\d_]|[(<>≥≤=•])|$) | o[ \t]+(?=\S)
    )
  | (?P<circled>[①-⑳⑴-⒇])[.、]?
  | \([ ]?(?P<paren>\d{1,2}|[a-zA-Z]|[ivxIVX]{2,5})[ ]?\)[.:]?
  | (?P<multi>\d{1,2}(?:\.\d{1,2}){1,3})(?P<mclose>[.)]?)(?=[ \t]|[A-Z(])
  | (?!i\.[ ]?e\.|e\.[ ]?g\.)
    (?P<closed>\d{1,3}|[a-zA-Z]|[ivxIVX]{2,5})(?P<close>[)、．]\.?|\.\)?(?!\d))(?=[\s\d(]|[^\W\d_]|[<>≥≤=•-]|$)
  | (?P<dashed>\d{1,2})(?P<dash>[ ]?[-–][ ]?)(?=[A-Z(])
  | (?P<bare>\d{1,2})(?:[ ]?\t[ ]*|[ ]{1,3}(?=[A-Z][a-z]))
  | \#[ ]?(?P<hash>\d{1,2})[.):]?(?=\s)
  | (?P<coded>[IE]C?[ ]?(?P<code>\d{1,2})[.):])(?=\s)
    """,
    re.VERBOSE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10}
_CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)} | {chr(0x2474 + n): n + 1 for n in range(20)}
# A list may skip a number or two (deleted items); more is another thing.
_MAX_SKIP = 3
_BARE_TWO = re.compile(r"\n\s*2[ \t]")
_SECOND_B = re.compile(r"\n\s*B[.)]")
_NEAR = 1500
# "1,000/mm3* ..." in the text before makes the star that begins a wrapped line a footnote.
_FOOTNOTE_MARK = re.compile(r"[\w)%]\*+(?=\s)")
_FOOTNOTE_WINDOW = 1000


def roman_value(text: str) -> int:
    """Return the value of a Roman numeral up to 39, 0 if it is none."""
    total = 0
    digits = [_ROMAN.get(char, 0) for char in text.lower()]
    for here, after in zip(digits, [*digits[1:], 0], strict=True):
        total += -here if here < after else here
    return total if digits and all(digits) and total > 0 else 0


class LabelReader:
    """Reads labels at the start of lines and remembers the lists that are open."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._top = 0
        self._goes_on = False

    def reset(self) -> None:
        """Forget the open lists (a heading came)."""
        self._last.clear()
        self._top = 0

    def read(self, text: str, start: int, end: int, goes_on: bool = False) -> Label | None:
        """Return the label of the line at ``text[start:end]``, a bullet and a number together as one.

        A line that may go on with the one before (``goes_on``) opens no list in its middle: its number is one of a
        list inside the paragraph.
        """
        self._goes_on = goes_on
        first = self._one(text, start, end)
        if first is not None and first.value and text.startswith(f"{first.text} ", first.end):
            stop = skip(text, first.end + len(first.text), end)
            return Label(text[start:stop].strip(), first.style, first.value, stop)
        if first is None or first.end >= end or first.value:
            return first
        second = self._one(text, first.end, end)
        if second is None or (second.value == 0 and second.style == "o"):
            return first
        style = f"{first.style} {second.style}" if second.value == 0 else second.style
        return Label(text[start : second.end].strip(), style, second.value, second.end)

    def _one(self, text: str, start: int, end: int) -> Label | None:
        found = _LABEL.match(text, start, min(end, start + 24))
        if not found:
            return None
        style, value, stop = self._nested(found) if found["multi"] else self._in_sequence(found)
        if not style:
            return None
        stop = skip(text, stop, end)
        return Label(text[start:stop].strip(), style, value, stop)

    def _in_sequence(self, found: re.Match[str]) -> tuple[str, int, int]:
        """Return style, value and end of the label in the reading that fits the open lists, else an empty style."""
        fitting = [(style, value) for style, value in readings(found) if self._fits(found, style, value)]
        if not fitting:
            return "", 0, 0
        style, value = next((r for r in fitting if r[1] == self._last.get(r[0], 0) + 1 > 1), fitting[0])
        if value:
            self._last[style] = value
        if style in ("1.", "1)"):
            self._top = value
        return style, value, found.end()

    def _fits(self, found: re.Match[str], style: str, value: int) -> bool:
        last = self._last.get(style, 0)
        if style[0] == "*" and self._goes_on:
            return not _FOOTNOTE_MARK.search(found.string, max(0, found.start() - _FOOTNOTE_WINDOW), found.start())
        if value == 0 or value == last + 1 > 1:
            return True
        if found["bare"]:
            return value == 1 and bool(_BARE_TWO.search(found.string, found.end(), found.end() + _NEAR))
        body = found["closed"] or found["paren"] or ""
        if self._goes_on:
            return value == 1 and (not body.isalpha() or body.islower())
        if body.isalpha() and (found["close"] or ")") != ")":
            skips = body.islower() and 0 < value - last <= _MAX_SKIP and last > 0
            return skips or (value == 1 and (body.islower() or _opens(found)))
        return not body.isalpha() or value <= last + _MAX_SKIP

    def _nested(self, found: re.Match[str]) -> tuple[str, int, int]:
        """Tell "4.1 Fever" (a label) from "1.18 years" (label 1, then a number) and "1.5 x ULN" (no label)."""
        parts = [int(part) for part in found["multi"].split(".")]
        style = "1" + ".1" * (len(parts) - 1)
        last = self._last.get(style, 0)
        if found["mclose"] or (parts[0] == self._top and (parts[-1] == 1 or 0 < parts[-1] - last <= _MAX_SKIP)):
            self._last[style] = parts[-1]
            self._top = max(self._top, parts[0]) if found["mclose"] else self._top
            return style, parts[-1], found.end()
        if len(parts) == 2 and parts[0] == self._top + 1 and parts[1] >= 10:
            self._top = self._last["1."] = parts[0]
            return "1.", parts[0], found.start() + len(str(parts[0])) + 1
        return "", 0, 0


def readings(found: re.Match[str]) -> list[tuple[str, int]]:
    """Return the (style, value) readings of a label match; "i", "v" and "x" have two, a bullet has the value 0."""
    if found["bullet"]:
        return [(found["bullet"].strip(), 0)]
    if found["circled"]:
        return [("①", _CIRCLED[found["circled"]])]
    for group, style in (("dashed", "1-"), ("bare", "1"), ("hash", "#1"), ("code", "I1")):
        if found[group]:
            return [(style, int(found[group]))]
    if found["paren"]:
        return _readings(found["paren"], "(", ")")
    return _readings(found["closed"], "", found["close"][0])


def _readings(body: str, opening: str, closing: str) -> list[tuple[str, int]]:
    if body.isdigit():
        return [(f"{opening}1{closing}", int(body))]
    found = []
    if roman := roman_value(body):
        found.append((f"{opening}{'i' if body.islower() else 'I'}{closing}", roman))
    if len(body) == 1:
        found.append((f"{opening}{'a' if body.islower() else 'A'}{closing}", ord(body.lower()) - 96))
    return found


def _opens(found: re.Match[str]) -> bool:
    """Tell a first label "A. Adults" from a species name "A. baumannii", by the capital or the B that follows."""
    rest = found.string[found.end() : found.end() + 2].strip()
    plain = rest[:1].isalpha() and not rest[:1].isupper()
    return not plain or bool(_SECOND_B.search(found.string, found.end(), found.end() + _NEAR))
