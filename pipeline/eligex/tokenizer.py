"""A tokenizer that splits at the borders between letters, digits and signs.

Trial text glues operators, numbers and units ("HbA1c>=7.0%", "≥1.5x10^9/L"); spaCy's English rules keep such runs
whole and misalign 1.7 % of annotated spans, these borders 0.2 %. It is also several times faster.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from .words import WORD_PATTERN

_TOKEN = re.compile(rf"\s+|{WORD_PATTERN}")


class BorderTokenizer(DummyTokenizer):
    """Split text into runs of letters, runs of digits, single signs and blanks."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        after_word = False
        for token in _TOKEN.findall(text):
            blank = token.isspace()
            if blank and after_word and token[0] == " ":
                spaces[-1] = True
                token = token[1:]
            if token:
                words.append(token)
                spaces.append(False)
            after_word = not blank
        return Doc(self.vocab, words=words, spaces=spaces)


@registry.tokenizers("eligex.BorderTokenizer.v1")
def create_border_tokenizer():  # type: ignore[no-untyped-def]  # confection reads annotations; spaCy's own have none
    """Return a factory, as spaCy's tokenizer registry asks."""
    return lambda nlp: BorderTokenizer(nlp.vocab)
