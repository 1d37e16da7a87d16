"""The record contract on arbitrary text."""

from __future__ import annotations

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eligex.invariants import violations
from eligex.pipeline import Pipeline
from eligex.sources.text import trial_from_text

# Pieces of criteria text, so that the search reaches the rules and not only the border cases of characters.
_PIECES = st.sampled_from(
    [
        "Inclusion Criteria:", "Exclusion criteria", "- ", "1. ", "(2) ", "a) ", "\n", "\n\n", "\n   ", "; ", ". ",
        " ", "age", "≥", "\\>=", "<= ", "18", "1.5 x 10^9/L", " years", "and", "or", "ANC", "ECOG 0-1", "HbA1c", "&lt;",
        "<br>", "_x000D_", "：", "within 4 weeks", "except", "history of cancer", "no prior rituximab", "pregnant",
        "2019 EULAR/ACR criteria", "(SLE)", "unless", "any of the following:", "2.5×ULN", "\u00a0", "â‰¥", "10⁹", "é",
        "İ", "\t", "%",
    ]
)  # fmt: skip
_TEXT = st.lists(st.one_of(_PIECES, st.text(max_size=5)), max_size=40).map("".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXT)
def test_every_text_keeps_the_contract(nlp: Pipeline, text: str) -> None:
    try:
        trial = trial_from_text(text)
    except ValueError:
        return  # text that no reader would let in (lone surrogates)
    record = nlp.extract(trial).to_json()
    assert violations(trial, record) == []
    assert orjson.dumps(nlp.extract(trial).to_json()) == orjson.dumps(record)
