"""What a UCUM code means: its factor and dimension, and conversion between codes.

Only codes built from the atoms of ``units.csv`` are known. A dimension is written as named parts, ``mass/volume`` or
``1/time``, and parts never cancel: ``mg/kg`` (``mass/mass``) is not a plain number. Prefixed units are rows of their
own, so ``K`` can never be read as kelvin.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from ..lexicons.rows.numeric import AnalyteRow, units

_TERM = re.compile(r"([./]?)((?:\{[^}]*\}|\[[^\]]*\]|[^./])+)")
_MAX_LOG = 300.0


@dataclass(frozen=True, slots=True)
class Unit:
    """A known code: base value = value * ``factor`` + ``offset``; ``log_of`` is the code behind a logarithm."""

    ucum: str
    factor: float
    offset: float
    top: tuple[str, ...]
    bottom: tuple[str, ...]
    log_of: str | None = None

    @property
    def dimension(self) -> str:
        """Return the dimension, parts in alphabetical order."""
        return ".".join(self.top or ("1",)) + "".join(f"/{part}" for part in self.bottom)


@cache
def unit(ucum: str) -> Unit | None:
    """Return what a code means, or None when it is not built from known atoms."""
    row = units().get(ucum)
    terms = [("", ucum)] if row else _TERM.findall(ucum)
    if not terms or "".join(sign + code for sign, code in terms) != ucum:
        return None
    factor = 1.0
    sides: dict[bool, list[str]] = {False: [], True: []}
    for sign, code in terms:
        atom = units().get(code)
        if atom is None:
            return None
        factor *= 1 / atom.factor if sign == "/" else atom.factor
        _add(sides, atom.dimension, sign == "/")
    top, bottom = (tuple(sorted(sides[below])) for below in (False, True))
    return Unit(ucum, factor, row.offset if row else 0.0, top, bottom, _behind_log(terms))


def _add(sides: dict[bool, list[str]], dimension: str, below: bool) -> None:
    """Add the parts of an atom's dimension (``1``, ``mass`` or ``1/time``) to the side it stands on."""
    above, _, under = dimension.partition("/")
    if above != "1":
        sides[below].append(above)
    if under:
        sides[not below].append(under)


def _behind_log(terms: list[tuple[str, str]]) -> str | None:
    first = units()[terms[0][1]].log_of if terms[0][1] in units() else None
    return None if first is None else first + "".join(sign + code for sign, code in terms[1:])


def convert(value: float, from_ucum: str, to_ucum: str, analyte: AnalyteRow | None = None) -> float | None:
    """Return the value in another unit, or None where the two do not measure the same thing.

    Mass and amount of substance convert by the analyte's molar mass, equivalents by its valence (Ca 2, Na 1).
    """
    source, target = unit(from_ucum), unit(to_ucum)
    if source is None or target is None:
        return None
    if source.log_of and not target.log_of:
        return convert(10**value, source.log_of, to_ucum, analyte) if abs(value) < _MAX_LOG else None
    if target.log_of and not source.log_of:
        plain = convert(value, from_ucum, target.log_of, analyte)
        return math.log10(plain) if plain is not None and plain > 0 else None
    scale = _scale(source, target, analyte)
    return None if scale is None else (value * source.factor * scale + source.offset - target.offset) / target.factor


def _scale(source: Unit, target: Unit, analyte: AnalyteRow | None) -> float | None:
    """Return what carries the source's base unit to the target's: 1 where the dimensions agree."""
    if source.dimension == target.dimension:
        return 1.0
    if analyte is None:
        return None
    here, there = _by_mass(source, analyte), _by_mass(target, analyte)
    return None if here is None or there is None or here[1:] != there[1:] else here[0] / there[0]


def _by_mass(given: Unit, analyte: AnalyteRow) -> tuple[float, tuple[str, ...], tuple[str, ...]] | None:
    """Return (factor, top, bottom) with equivalents and moles replaced by grams, or by moles where no mass is known."""
    factor = 1.0
    sides: list[tuple[str, ...]] = []
    for parts, sign in ((given.top, 1), (given.bottom, -1)):
        out = []
        for part in parts:
            name, step = _mass_part(part, analyte)
            if step is None:
                return None
            factor *= step**sign
            out.append(name)
        sides.append(tuple(sorted(out)))
    return factor, sides[0], sides[1]


def _mass_part(part: str, analyte: AnalyteRow) -> tuple[str, float | None]:
    step: float | None = 1.0
    if part == "equivalents":
        part, step = "substance", 1 / analyte.valence if analyte.valence else None
    if part == "substance" and analyte.molar_mass and step is not None:
        return "mass", step * analyte.molar_mass
    return part, step
