"""Tell the age of a participant from other times and numbers."""

from __future__ import annotations

import re
from typing import Final

from .quantities import Quantity
from .scene import Scene
from .tokens import Token
from .words import word_list

_IS_ADULT_BOUND_WORDS: Final = word_list("ages.is_adult_bound")
_IS_LIGHT_WORDS: Final = word_list("ages.is_light")
_SUBJECT_IS_THING_WORDS: Final = word_list("ages.subject_is_thing")
_SINCE_WORDS: Final = word_list("ages.since")
_POINTS_ELSEWHERE_WORDS: Final = word_list("ages.points_elsewhere")
_POINTS_ELSEWHERE_WORDS_2: Final = word_list("ages.points_elsewhere_2")
_IS_PERSON_AGE_WORDS: Final = word_list("ages.is_person_age")
_ENDS_OR_PERSON_WORDS: Final = word_list("ages.ends_or_person")

_AGE_UNITS: Final = word_list("ages.age_units")
_OLDER = re.compile(r"\b(?:older|younger|elder|youger)\b")
_AGE_HEADING = re.compile(r"\bages?\b", re.IGNORECASE)
_MAX_YEARS: Final = 120
# "Life expectancy: at least 5 years", the first words in a heading or on a line of their own.
_LIFE = re.compile(r"\b(?:life expectancy|survival)\W*$", re.IGNORECASE)
_CHOSEN_FROM: Final = word_list("ages.chosen_from")


def is_age(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a quantity is the age of the participant."""
    if (
        quantity.reference
        or quantity.unit
        or quantity.ratio is not None
        or quantity.op == "within"
        or quantity.op == "+-"
    ):
        return False
    if quantity.time not in _AGE_UNITS and quantity.time is not None:
        return False
    if not all(value >= 0 for value in quantity.values):
        return False
    if any(abs(value) > _MAX_YEARS and quantity.time in (None, "year") for value in quantity.values):
        return False
    if is_life_expectancy(scene, quantity):
        return False
    left = _left_of(scene, quantity)
    right = [scene.tokens[i] for i in scene.right(quantity.last, 6)]
    if not quantity.bounded and not quantity.listed and left and not _introduces(left[0]):
        return False
    if quantity.time is None:
        return _is_bare_age(scene, quantity, left, right)
    return _is_timed_age(scene, quantity, left, right)


def is_life_expectancy(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a heading or the line above says that a time is a life expectancy."""
    before = scene.text[: scene.tokens[quantity.first].start].strip()
    return bool(_LIFE.search(before[-30:] if before else _above(scene)))


def _above(scene: Scene) -> str:
    return scene.unit.heading + " " + (scene.unit.parent.text[-60:] if scene.unit.parent else "")


def _left_of(scene: Scene, quantity: Quantity) -> list[Token]:
    """Return the tokens before a quantity up to the one before it, nearest first."""
    tokens: list[Token] = []
    for position in scene.left(quantity.first, 9):
        if scene.owner[position] >= 0:
            break
        tokens.append(scene.tokens[position])
    return tokens


def _introduces(token: Token) -> bool:
    """Tell whether a word can stand before a bare age (``were 18 years old``), as ``until`` or ``at`` cannot."""
    return token.text in ("(", ",", ":", "[") or (
        bool(token.roles & {"be", "age", "person"}) and token.text not in ("at", "to")
    )


def _own(scene: Scene, quantity: Quantity) -> list[Token]:
    return scene.tokens[quantity.first : quantity.last + 1]


def _cued(left: list[Token], reach: int) -> bool | None:
    """Tell whether an age word governs from the left: yes, no (something else does), or None (nothing said)."""
    for position, token in enumerate(left[:reach]):
        if "not_age" in token.roles or token.heads:
            return False
        if "age" in token.roles and token.text not in ("old", "olds"):
            return all(is_light(other) for other in left[:position]) and not _is_other_persons(
                left[position + 1 : position + 4]
            )
    return None


def _is_other_persons(before: list[Token]) -> bool:
    """Tell whether the age is that of a donor, parent or relative, or an age at some event."""
    return bool(before) and "notself" in before[0].roles


def _is_bare_age(scene: Scene, quantity: Quantity, left: list[Token], right: list[Token]) -> bool:
    """Judge a number without a unit: ``aged 18-70``, ``older than 18``, ``adults (18-65)``."""
    if not quantity.bounded and not quantity.listed:
        return False
    if _is_some(quantity, right):
        return False
    own = _own(scene, quantity)
    counted = bool(right) and right[0].text != "(" and not _ends_or_person(right)
    if (
        not left
        and quantity.bounded
        and not counted
        and _governed(scene)
        and min(quantity.values) >= 0
        and max(quantity.values) <= 110
    ):
        return True
    cued = _cued(left, 6)
    if cued is not None:
        return cued and not _counts_something(right) and not _at_event(right)
    if any(_OLDER.search(token.text) or _AGE_HEADING.search(token.text) for token in own):
        return not _subject_is_thing(left) and not _at_event(right)
    if right and "age" in right[0].roles and (not left or right[0].text == "aged"):
        return True
    if _is_adult_bound(quantity, own, left, right):
        return True
    adult = len(left) > 1 and left[0].text in ("(", ",") and left[1].text in ("adult", "adults", "elderly")
    return adult and (not right or right[0].text in (")", ",")) and min(quantity.values) >= 16


def _is_some(quantity: Quantity, right: list[Token]) -> bool:
    """Tell whether a bare number only counts: ``at least one of``, ``3 or more of the following``."""
    if right and right[0].text in ("of the", "of") and any(token.text in _CHOSEN_FROM for token in right[:4]):
        return True
    return quantity.values == [1] and quantity.low is not None and not (right and "age" in right[0].roles)


def goes_on_with_other(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a number behind an age is none itself: ``and at least one of ...``, ``3 months of treatment``."""
    right = [scene.tokens[i] for i in scene.right(quantity.last, 4)]
    if quantity.time is None:
        return _is_some(quantity, right)
    return bool(right) and right[0].text == "of"


def _is_adult_bound(quantity: Quantity, own: list[Token], left: list[Token], right: list[Token]) -> bool:
    """Judge ``patients ≥18 who ...``: a person, a sign, a number such as ages are, and nothing that it could count."""
    if (
        not left
        or not left[0].roles & {"person", "sex"}
        or "notself" in left[0].roles
        or not 12 <= min(quantity.values) <= 100
    ):
        return False
    if quantity.op not in (">", ">=", "<", "<=", "><"):
        return False
    if len(right) > 1 and (right[1].time or right[1].cmp):
        return right[1].cmp is not None
    return not right or right[0].text in _IS_ADULT_BOUND_WORDS or "and" in right[0].roles


def _at_event(right: list[Token]) -> bool:
    """Tell whether an age is that at an event of the past (``at diagnosis``, ``at migraine onset``)."""
    at = any(token.text == "at" or token.text.startswith("at the time") for token in right[:2])
    return at and any("age_event" in token.roles for token in right[:5])


def _counts_something(right: list[Token]) -> bool:
    return bool(right) and (right[0].text in ("%",) or bool(right[0].heads))


def is_light(token: Token) -> bool:
    """Tell whether a word may stand between the age word and its number."""
    return bool(token.roles & {"be", "link", "person", "for", "within", "and", "at"}) or token.text in _IS_LIGHT_WORDS


def _subject_is_thing(left: list[Token]) -> bool:
    """Tell whether something other than a person is said to be older or younger."""
    for token in left:
        if token.roles & {"person", "age", "and", "or", "sex"} or token.text in (
            ",",
            ":",
            "(",
            "-",
            "either",
            "-",
            "*",
        ):
            return False
        if token.roles & {"be", "not"} or token.text in _SUBJECT_IS_THING_WORDS:
            continue
        return token.kind in ("word", "phrase") and not token.roles
    return False


def _is_timed_age(scene: Scene, quantity: Quantity, left: list[Token], right: list[Token]) -> bool:
    own = _own(scene, quantity)
    cued = _cued(left, 8)
    if cued is not None and (cued or not any("age" in token.roles for token in own)):
        return cued and not _at_event(right)
    if _at_event(right):
        return False
    if (
        any("age" in token.roles for token in own)
        or (right and "age" in right[0].roles)
        or (
            len(right) > 1
            and right[0].text in (",", "(", "in", "of", "-")
            and "age" in right[1].roles
            and right[1].text not in ("old",)
        )
    ):
        return not _since(left)
    if any(_OLDER.search(token.text) or _AGE_HEADING.search(token.text) for token in own):
        return not _subject_is_thing(left) and not _points_elsewhere(right)
    if right and _points_elsewhere(right):
        return False
    return _is_person_age(scene, quantity, left, right)


def _since(left: list[Token]) -> bool:
    return bool(left) and left[0].text in _SINCE_WORDS


def _points_elsewhere(right: list[Token]) -> bool:
    """Tell whether what follows makes the time a window (``prior to``, ``after``, ``of diagnosis``)."""
    for token in right[:3]:
        if token.roles & {"before", "after", "ago"} and token.text not in _POINTS_ELSEWHERE_WORDS_2:
            return True
        if token.text in _POINTS_ELSEWHERE_WORDS:
            return True
        if "not_age" in token.roles:
            return True
        if token.text in (")", ",", "and", "or", ";"):
            return False
    return False


def _is_person_age(scene: Scene, quantity: Quantity, left: list[Token], right: list[Token]) -> bool:
    """Judge ``patients ≥ 18 years``, ``adults (18 years or more)`` and a criterion that only says ``≥ 18 years``."""
    if quantity.time not in ("year", "month") or not quantity.bounded:
        return False
    light = [
        token for token in left if token.text not in _IS_PERSON_AGE_WORDS and not token.roles & {"be", "and", "or"}
    ]
    if not light:
        clause_start = all(scene.clause[i] != scene.clause[quantity.first] for i in range(quantity.first)) or not any(
            scene.clause[i] == scene.clause[quantity.first]
            and scene.owner[i] < 0
            and i < quantity.first
            and scene.tokens[i].kind != "punct"
            for i in range(quantity.first)
        )
        plain = quantity.time == "year" and max(quantity.values) >= 5 and _ends_or_person(right)
        return clause_start and (_governed(scene) or plain)
    first = light[0]
    return (
        bool(first.roles & {"person", "sex"})
        and "notself" not in first.roles
        and (quantity.time == "year" or first.text not in ("patients", "subjects"))
        and not _follows_event(right)
    )


def _governed(scene: Scene) -> bool:
    """Tell whether a heading or lead-in says that a criterion is about age."""
    return bool(_AGE_HEADING.search(_above(scene)))


def _ends_or_person(right: list[Token]) -> bool:
    if not right:
        return True
    first = right[0]
    return first.text in _ENDS_OR_PERSON_WORDS or bool(first.roles & {"person", "sex"}) or "inclusive" in first.text


def _follows_event(right: list[Token]) -> bool:
    return bool(right) and bool(right[0].roles & {"before", "after", "ago"}) and right[0].text != "of"


def sex_before(scene: Scene, quantity: Quantity) -> str | None:
    """Return the word for a sex right before a quantity (``men ≥ 40 and women ≥ 50``)."""
    for position in scene.left(quantity.first, 4):
        token = scene.tokens[position]
        if scene.owner[position] >= 0:
            return None
        if "sex" in token.roles:
            return scene.words(position, position)
    return None


def is_other_age(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a time is an age, but that of somebody else or at an event of the past."""
    near = [scene.tokens[i] for i in scene.left(quantity.first, 4)]
    return any("age" in token.roles or _AGE_HEADING.search(token.text) for token in (*near, *_own(scene, quantity)))
