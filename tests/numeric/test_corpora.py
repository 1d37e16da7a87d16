"""The measurement against the corpora, on annotations of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eligex.evaluate.brat import read_brat
from eligex.evaluate.numeric import chia_gold, chia_value, lct_gold, score_chia, score_lct

LCT = """\
T1\tAge 0 3\tAge
T2\tEq-Operator 4 5\t≥
T3\tEq-Value 6 8\t18
T4\tEq-Operator 20 26\twithin
T5\tEq-Value 27 28\t4
T6\tEq-Temporal-Unit 29 34\tweeks
T7\tEq-Comparison 4 8\t≥ 18
T8\tEq-Comparison 20 34\twithin 4 weeks
T9\tProcedure 12 19\tsurgery
E1\tAge:T1 Numeric-Filter:E2
E2\tEq-Comparison:T7 Operator:T2 Value:T3
E3\tEq-Comparison:T8 Operator:T4 Value:T5 Temporal-Unit:T6
E4\tProcedure:T9 Temporality:E3
A1\tEq-Operator-Value T2 GTEQ
A2\tEq-Operator-Value T4 LTEQ
A3\tEq-Temporal-Unit-Value T6 week
"""
CHIA = """\
T1\tPerson 0 3\tAge
T2\tValue 4 15\t20 to 60 years
T3\tMeasurement 20 23\tBMI
T4\tValue 24 28\t≥ 30
R1\thas_value Arg1:T1 Arg2:T2
R2\thas_value Arg1:T3 Arg2:T4
"""


def record(*requirements: dict[str, Any]) -> dict[str, Any]:
    return {"criteria": [{"section": "inclusion", "requirements": list(requirements)}]}


def test_lct_gold_and_score(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text(LCT, "utf-8")
    assert lct_gold(read_brat(tmp_path / "a.ann")) == ({("lo", 18.0)}, set(), {(4.0, "week")})
    window = {"kind": "procedure", "window": {"value": 4, "unit": "week"}}
    found = record({"kind": "age", "low": {"value": 18}}, window, {"kind": "count", "low": {"value": 2}})
    rows = {row["name"]: (row["tp"], row["fp"], row["fn"]) for row in score_lct(tmp_path, {"a": found}).rows()}
    assert rows["lct age"] == rows["lct window"] == (1, 0, 0)
    assert rows["lct measurement"] == (0, 1, 0)


def test_chia_gold_and_score(tmp_path: Path) -> None:
    (tmp_path / "b_inc.ann").write_text(CHIA, "utf-8")
    ages, measurements = chia_gold(read_brat(tmp_path / "b_inc.ann"))
    assert (ages, measurements) == ({("lo", 20.0), ("hi", 60.0)}, {("lo", 30.0)})
    found = record({"kind": "measurement", "low": {"value": 30}}, {"kind": "age", "low": {"value": 20}})
    rows = {row["name"]: (row["tp"], row["fp"], row["fn"]) for row in score_chia(tmp_path, {"b_inc": found}).rows()}
    assert rows["chia age"] == (1, 0, 1)
    assert rows["chia measurement"] == (1, 0, 0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("between 5 and 9", (5.0, 9.0)),
        ("at least 1,200", (1200.0, None)),
        ("no more than 3", (None, 3.0)),
        ("positive", None),
        ("≥ 5 and ≤ 9", None),
    ],
)
def test_chia_value(text: str, value: tuple[float | None, float | None] | None) -> None:
    assert chia_value(text) == value
