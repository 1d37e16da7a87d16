"""Requirements written out as sentences in many surface forms are read back unchanged."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from eligex.numeric.layer import numeric_layer
from eligex.unit import Finding, Unit

LOW = {
    True: (
        "≥ {}",
        ">= {}",
        ">={}",
        "at least {}",
        "no less than {}",
        "greater than or equal to {}",
        "a minimum of {}",
        "{} or more",
        "≧{}",
        ">/= {}",
        "equal to or greater than {}",
    ),
    False: ("> {}", ">{}", "more than {}", "greater than {}", "above {}", "over {}", "in excess of {}", "exceeding {}"),
}
HIGH = {
    True: (
        "≤ {}",
        "<= {}",
        "=< {}",
        "at most {}",
        "no more than {}",
        "not exceeding {}",
        "less than or equal to {}",
        "a maximum of {}",
        "{} or less",
        "up to {}",
        "must not exceed {}",
    ),
    False: ("< {}", "<{}", "less than {}", "below {}", "under {}", "lower than {}"),
}
RANGES = (
    "{}-{}",
    "{} - {}",
    "{}–{}",
    "{} to {}",
    "between {} and {}",
    "from {} to {}",
    "ranging from {} to {}",
    "{} through {}",
)
ANALYTES = (
    ("haemoglobin", " g/dL", "g/dL", 5, 20),
    ("platelet count", " x 10^9/L", "10*9/L", 10, 900),
    ("serum creatinine", " mg/dL", "mg/dL", 1, 9),
    ("LVEF", "%", "%", 20, 70),
    ("BMI", " kg/m2", "kg/m2", 15, 60),
    ("systolic blood pressure", " mmHg", "mm[Hg]", 80, 220),
    ("eGFR", " mL/min", "mL/min", 10, 120),
)
SCALES = (("MMSE", 0, 30), ("PHQ-9", 0, 27), ("EDSS", 0, 9), ("HAM-D", 0, 50), ("ECOG performance status", 0, 4))
TIMES = ("day", "week", "month", "year")
ANCHORS = (
    ("screening", "screening"),
    ("randomisation", "randomisation"),
    ("the first dose", "first dose"),
    ("enrolment", "enrolment"),
    ("baseline", "baseline"),
)
AGE_FRAMES = ("Age {}", "Age: {}", "Patients aged {}", "Aged {}", "Participants must be aged {}", "Adults aged {}")


@dataclass(frozen=True)
class Written:
    """A bound or range, and how it is written."""

    text: str
    low: tuple[float, bool] | None = None
    high: tuple[float, bool] | None = None


@st.composite
def bounds(draw: st.DrawFn, minimum: int, maximum: int, unit: str) -> Written:
    """A low bound, a high bound, or a range of whole numbers with a unit."""
    value = draw(st.integers(minimum, maximum))
    shape = draw(st.sampled_from(("low", "high", "range", "both")))
    if shape in ("low", "high"):
        inclusive = draw(st.booleans())
        form = draw(st.sampled_from((LOW if shape == "low" else HIGH)[inclusive]))
        return Written(form.format(f"{value}{unit}"), **{shape: (value, inclusive)})
    other = draw(st.integers(value + 1, maximum + 2))
    if shape == "range":
        text = draw(st.sampled_from(RANGES)).format(value, f"{other}{unit}")
        return Written(text, (value, True), (other, True))
    low, high = draw(st.booleans()), draw(st.booleans())
    first = draw(st.sampled_from([form for form in LOW[low] if not form.startswith("{}")])).format(value)
    second = draw(st.sampled_from([form for form in HIGH[high] if not form.startswith("{}")])).format(f"{other}{unit}")
    return Written(f"{first} and {second}", (value, low), (other, high))


def ends(finding: Finding) -> tuple[tuple[float, bool] | None, tuple[float, bool] | None]:
    low, high = finding.get("low"), finding.get("high")
    return (low["value"], low["inclusive"]) if low else None, (high["value"], high["inclusive"]) if high else None


def read(text: str, kind: str) -> Finding:
    findings = numeric_layer(Unit(text=text)).findings
    assert [finding["kind"] for finding in findings] == [kind], (text, findings)
    return findings[0]


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_measurements_come_back(data: st.DataObject) -> None:
    name, unit, ucum, low, high = data.draw(st.sampled_from(ANALYTES))
    written = data.draw(bounds(low, high, unit))
    joint = data.draw(st.sampled_from((" ", " of ", ": ", " is ", " level ", " must be ")))
    finding = read(f"{name}{joint}{written.text}", "measurement")
    assert ends(finding) == (written.low, written.high)
    assert finding["unit"] == ucum


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_scores_come_back(data: st.DataObject) -> None:
    name, low, high = data.draw(st.sampled_from(SCALES))
    written = data.draw(bounds(low, high, ""))
    finding = read(f"{name}{data.draw(st.sampled_from((' ', ' of ', ' score ', ' score of ')))}{written.text}", "score")
    assert ends(finding) == (written.low, written.high)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_ages_come_back(data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(("years", "years of age", "years old", "months", "yrs")))
    written = data.draw(bounds(1, 90, f" {unit}"))
    finding = read(data.draw(st.sampled_from(AGE_FRAMES)).format(written.text), "age")
    assert ends(finding) == (written.low, written.high)
    assert finding["unit"] == ("month" if unit == "months" else "year")


@settings(max_examples=150, deadline=None)
@given(
    st.integers(2, 99),
    st.sampled_from(TIMES),
    st.sampled_from(ANCHORS),
    st.sampled_from(("prior to", "before", "preceding")),
)
def test_windows_come_back(value: int, unit: str, anchor: tuple[str, str], pointer: str) -> None:
    finding = read(f"Surgery within {value} {unit}s {pointer} {anchor[0]}", "window")
    expected = {"value": value, "unit": unit, "direction": "before", "anchor": anchor[1]}
    assert {key: finding[key] for key in expected} == expected


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read_without_error_and_within_bounds(text: str) -> None:
    for finding in numeric_layer(Unit(text=text)).findings:
        assert 0 <= finding["start"] < finding["end"] <= len(text)


JUMBLE = (
    "Age ≥ ≤ > < = 18 70 2.5 1:80 140/90 36 6/7 years months weeks days of age and or , ; ( ) - to between from not "
    "more than at least less x ULN baseline upper limit normal ALT AST ECOG NYHA class III I II 0 within prior "
    "screening half-lives % mg/dL 10^9/L + / : aged older men women if unless past grade stage 100.000/mm3 twice per "
    "every outside"
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(JUMBLE.split()), max_size=25))
def test_jumbled_words_are_read_without_error(words: list[str]) -> None:
    text = " ".join(words)
    for finding in numeric_layer(Unit(text=text)).findings:
        assert 0 <= finding["start"] < finding["end"] <= len(text)
