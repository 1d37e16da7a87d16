"""Words are cut as the vocabulary says."""

from __future__ import annotations

import pytest

from eligex.ner.pieces import WordPieces

_VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "neuro", "##path", "##y", "##ies", "n", "##e", "##u", "##r", "##o"]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Neuropathy", ["neuro", "##path", "##y"]),
        ("nê", ["n", "##e"]),
        ("zzz", ["[UNK]"]),
        ("neuroe", ["neuro", "##e"]),
    ],
)
def test_longest_pieces_first(word: str, pieces: list[str]) -> None:
    own = WordPieces(_VOCABULARY)
    assert [_VOCABULARY[i] for i in own.cut(word)] == pieces


def test_a_long_word_keeps_its_beginning_and_end() -> None:
    own = WordPieces(_VOCABULARY)
    assert [_VOCABULARY[i] for i in own.row("neeuro")] == ["n", "##e", "##e", "##o"]
    assert own.rows("neuropathy")[0] == (4, 0, 0, 0)
