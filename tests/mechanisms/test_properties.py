"""What holds for any text."""

from __future__ import annotations

import string
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from eligex.mechanisms.tokens import read_line, sentences
from eligex.mechanisms.words import load_words

from .test_cases import read

PIECES = (
    *("imatinib", "AB-123", "inhibits", "a", "VEGF", "(", ")", "and", ",", "inhibitor of", "anti-CD20", "antibody"),
    *("which", "blocks", "/", "-2", "receptor", "by", "It", ".", "IL-6", "targets", "not", "binding to", "\n"),
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
    st.text(alphabet=string.printable + "αβ–’é", max_size=120),
)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_statements_lie_within_the_text(text: str) -> None:
    for statement in read(text, classes=True):
        assert 0 <= statement.start < statement.end <= len(text)
        assert statement.start <= statement.target.end
        assert statement.drug.name
        assert statement.target.text


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_sentences_are_in_order_and_hold_all_words(text: str) -> None:
    spans = list(sentences(text))
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_tokens_keep_their_offsets(text: str) -> None:
    line = read_line(text, 0, len(text), load_words())
    assert all(text[token.start : token.end] == token.text for token in line.tokens)
    assert all(left.end <= right.start for left, right in pairwise(line.tokens))
