"""The border tokenizer loses nothing and splits where annotations do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from eligex.tokenizer import BorderTokenizer

_TOKENIZE = BorderTokenizer(Vocab())


@given(st.text())
def test_text_survives(text: str) -> None:
    assert _TOKENIZE(text).text == text


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("HbA1c>=7.0%", ["HbA", "1", "c", ">", "=", "7", ".", "0", "%"]),
        ("hepatitis B.", ["hepatitis", "B", "."]),
        ("≥1.5xULN", ["≥", "1", ".", "5", "xULN"]),
    ],
)
def test_borders(text: str, tokens: list[str]) -> None:
    assert [token.text for token in _TOKENIZE(text)] == tokens
