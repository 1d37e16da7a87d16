"""How fast the model packages read criteria, beside plain tokenisation and spaCy's own ``ner``, on one core."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from .document import ELIGIBILITY_ROLES
from .ner.packages import COMPONENT, NAMES, installed
from .sources import open_trials
from .types import Trial

_SPACY_LABELS = 15
_BATCH = 128


def criteria_texts(inputs: Sequence[str | Path], limit: int | None = None) -> list[str]:
    """Return the eligibility text of each trial."""
    trials = itertools.islice((t for t in open_trials(list(inputs)) if isinstance(t, Trial)), limit)
    texts = (
        "\n".join(t.fields[r.field][r.start : r.end] for r in t.regions if r.role in ELIGIBILITY_ROLES) for t in trials
    )
    return [text for text in texts if text.strip()]


def model_speeds(texts: list[str]) -> Iterator[str]:
    """Yield a row each for tokenisation, the installed packages and spaCy's ``ner``: words a second, one core.

    A word is what white space parts. The taggers get Docs that are tokenised already; spaCy's ``ner`` is its default
    (HashEmbedCNN 96x4), initialised but not trained, which costs the same time, and gets them in batches.
    """
    words = sum(len(text.split()) for text in texts)
    yield f"{len(texts)} trials, {words} words of eligibility criteria, one core"
    plain = spacy.blank("en")
    yield _row("tokenisation (spaCy, blank)", words, lambda: [plain.make_doc(text) for text in texts])
    for name in NAMES.values():
        if installed(name):
            nlp = spacy.load(name)
            component: Any = nlp.get_pipe(COMPONENT)
            docs = _docs(nlp, texts)
            component(nlp.make_doc(texts[0]))  # the first call loads
            yield _row(name, words, lambda component=component, docs=docs: [component(doc) for doc in docs])  # type: ignore[misc]
    nlp, ner = _spacy_ner()
    docs = _docs(nlp, texts)
    list(ner.pipe([nlp.make_doc(texts[0])]))
    yield _row("spaCy ner (untrained)", words, lambda: list(ner.pipe(docs, batch_size=_BATCH)))


def _docs(nlp: Language, texts: list[str]) -> list[Doc]:
    return [nlp.make_doc(text) for text in texts]


def _spacy_ner() -> tuple[Language, Any]:
    nlp = spacy.blank("en")
    ner: Any = nlp.add_pipe("ner")
    for number in range(_SPACY_LABELS):
        ner.add_label(f"TYPE{number}")
    nlp.initialize()
    return nlp, ner


def _row(name: str, words: int, work: Callable[[], object]) -> str:
    begin = time.perf_counter()
    work()
    return f"{name:28} {words / (time.perf_counter() - begin):9.0f} words/s"
