"""Checks of the number tables for ``eligex check``."""

from __future__ import annotations

from collections.abc import Iterator

from ..lexicons.check import lint
from ..lexicons.loader import read_table
from ..lexicons.matcher import is_exact_case
from ..lexicons.rows.numeric import AnalyteRow, ScaleRow, UnitRow, UnitSpellingRow, units
from .ucum import unit

# As the matcher: a plural -s is read after aliases of this length.
PLURAL_MIN = 5


@lint("numbers")
def lint_numbers() -> list[str]:
    """Return what is wrong with analytes, scales, units and unit spellings."""
    analytes = read_table("analytes.csv", AnalyteRow)
    scales = read_table("scales.csv", ScaleRow)
    named = [*(("analytes.csv", row) for row in analytes), *(("scales.csv", row) for row in scales)]
    return [
        *_named_twice(named),
        *(f"analytes.csv:{row.line}: {problem}" for row in analytes for problem in _analyte(row)),
        *(f"scales.csv:{row.line}: {problem}" for row in scales for problem in _scale(row)),
        *_units(read_table("units.csv", UnitRow)),
        *_spellings(read_table("unit_spellings.csv", UnitSpellingRow)),
    ]


def _named_twice(named: list[tuple[str, AnalyteRow | ScaleRow]]) -> Iterator[str]:
    """Report what the matcher would find under two names.

    Analytes of different dimensions may share an alias (PVR in Wood units, PVR in mL): the unit tells them apart.
    """
    seen: dict[tuple[str, str], str] = {}
    for table, row in named:
        place = f"{table}:{row.line}"
        forms = [form for alias in row.aliases for form in _alias_forms(alias)]
        yield from (f"{place}: {form!r} is written twice" for form in sorted(set(forms)) if forms.count(form) > 1)
        if not row.aliases:
            yield f"{place}: no alias"
        measured = row.dimension if isinstance(row, AnalyteRow) else ""
        for key in (("id", row.id), *((form, measured) for form in forms)):
            first = seen.setdefault(key, place)
            if first != place:
                yield f"{place}: {' '.join(key)} stands in {first} already"
    yield from _named_across(named)


def _named_across(named: list[tuple[str, AnalyteRow | ScaleRow]]) -> Iterator[str]:
    analytes = {
        form for _, row in named if isinstance(row, AnalyteRow) for name in row.aliases for form in _alias_forms(name)
    }
    for table, row in named:
        if isinstance(row, ScaleRow):
            shared = analytes.intersection(form for name in row.aliases for form in _alias_forms(name))
            yield from (f"{table}:{row.line}: {form!r} is an analyte too" for form in sorted(shared))


def _alias_forms(alias: str) -> list[str]:
    """Return what the matcher matches for an alias: with ``=`` in front an exact spelling, else any case and plural."""
    bare = alias.lstrip("=~")
    if alias[0] == "=" or (alias[0] != "~" and is_exact_case(alias)):
        return [f"={bare}"]
    low = bare.lower()
    plural = len(low) >= PLURAL_MIN and low[-1].isalpha() and low[-1] != "s"
    return [low, f"{low}s"] if plural else [low]


def _analyte(row: AnalyteRow) -> Iterator[str]:
    default = unit(row.default_unit)
    if default is None:
        yield f"unit {row.default_unit!r} is not built from units.csv"
    elif default.dimension != row.dimension:
        yield f"unit {row.default_unit!r} measures {default.dimension}, not {row.dimension}"
    for code in row.also:
        if unit(code) is None:
            yield f"unit {code!r} is not built from units.csv"
        elif code == row.default_unit:
            yield f"unit {code!r} is the default unit already"
    yield from _ordered(row.low, row.usual_low, row.usual_high, row.high)


def _ordered(*bounds: float | None) -> Iterator[str]:
    known = [bound for bound in bounds if bound is not None]
    if known != sorted(known) or (len(known) > 1 and known[0] == known[-1]):
        yield f"bounds do not rise: {', '.join(f'{bound:g}' for bound in known)}"


def _scale(row: ScaleRow) -> Iterator[str]:
    yield from _ordered(row.low, row.high)
    if not row.values and (row.low is None or row.high is None):
        yield "neither values nor both bounds"
    if len(set(row.values)) < len(row.values):
        yield "a value is written twice"
    if row.roman and not row.values and row.kind != "score":
        yield "roman without values"
    if row.step is not None and row.step <= 0:
        yield "the step must be above 0"


def _units(rows: tuple[UnitRow, ...]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for row in rows:
        first = seen.setdefault(row.ucum, row.line)
        if first != row.line:
            yield f"units.csv:{row.line}: {row.ucum!r} stands in line {first} already"
        if row.log_of and row.log_of not in units():
            yield f"units.csv:{row.line}: log_of {row.log_of!r} is not in the table"


def _spellings(rows: tuple[UnitSpellingRow, ...]) -> Iterator[str]:
    seen: dict[tuple[str, str, str], int] = {}
    for row in rows:
        if unit(row.ucum) is None:
            yield f"unit_spellings.csv:{row.line}: {row.ucum!r} is not built from units.csv"
        key = (row.spelling if row.case else row.spelling.lower(), row.use, "case" if row.case else "")
        first = seen.setdefault(key, row.line)
        if first != row.line:
            yield f"unit_spellings.csv:{row.line}: {row.spelling!r} stands in line {first} already"
