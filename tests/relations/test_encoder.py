"""The encoder's side of relations: what it reads, the head over it, and a small one trained from nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eligex.ner.pieces import WordPieces
from eligex.relations.context import KINDS
from eligex.relations.encoder import Encoder
from eligex.relations.gold import Annotated
from eligex.relations.head import Head
from eligex.relations.labels import Floats, Labels
from eligex.relations.model import mixed
from eligex.relations.pairs import lines_of
from eligex.relations.reading import LONGEST, MARKS, SHAPES, Reader, Reading

PIECES = WordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "no", "severe", "go", "##ut", "or", "lupus"])
READER = Reader(PIECES, {"Condition": 1, "Qualifier": 2})
LABELS = Labels(
    ["", "OR>", "Has_qualifier<"], {("Condition", "Condition"): [0, 1], ("Qualifier", "Condition"): [0, 2]}, [1]
)
TEXT = "no severe gout or lupus"
ENTITIES = [("Condition", 3, 14), ("Qualifier", 3, 9), ("Condition", 18, 23), ("Odd", 0, 2)]
WIDTH, HIDDEN = 4, 6


def _read(pairs: list[tuple[int, int]]) -> Reading:
    (line,) = lines_of(TEXT, ENTITIES)
    return READER.read(line, pairs)


def test_entities_are_marked_on_their_pieces() -> None:
    # in text order: Odd, Condition "severe gout", Qualifier "severe", Condition "lupus"
    reading = _read([(1, 2), (1, 3)])
    assert reading.pieces == [2, 4, 5, 6, 7, 8, 9, 3]
    assert reading.first.tolist() == [1, 2, 2, 6]
    assert reading.last.tolist() == [1, 4, 2, 6]
    assert reading.marks[1].tolist() == [0] * MARKS, "an unknown type leaves no mark"
    assert sorted(reading.marks[2][:3].tolist()) == [3, 6, 8], "begins a condition, is all of a qualifier"
    assert reading.marks[4].tolist()[:2] == [4, 5]


def test_pairs_have_a_shape() -> None:
    shape = _read([(1, 2), (1, 3)]).shape
    assert shape[0].tolist()[:3] == [0, 0, 3], "inside"
    assert shape[1].tolist()[:3] == [1, 1, 0], "a word and an entity between"
    assert all((shape[:, part] < size).all() for part, size in enumerate(SHAPES))


def test_a_long_line_is_cut_and_keeps_its_entities() -> None:
    text = "lupus " * 600
    (line,) = lines_of(text, [("Condition", 0, 5), ("Condition", 3590, 3595)])
    reading = READER.read(line, [(0, 1)])
    assert len(reading.pieces) == LONGEST == len(reading.marks)
    assert reading.last[1] == LONGEST - 2


def test_a_line_without_words_can_be_read() -> None:
    (line,) = lines_of("   ", [("Condition", 0, 1), ("Condition", 1, 2)])
    reading = READER.read(line, [(0, 1)])
    assert reading.first.tolist() == reading.last.tolist() == [0, 0]


def _arrays() -> dict[str, Floats]:
    random = np.random.default_rng(0)
    labels = len(LABELS.names)
    sizes: dict[str, tuple[int, ...]] = {
        **{f"{name}.weight": (HIDDEN, 2 * WIDTH) for name in ("one", "other", "one_meets", "other_meets")},
        **{f"{name}.bias": (HIDDEN,) for name in ("one", "other", "one_meets", "other_meets", "between", "norm")},
        "between.weight": (HIDDEN, WIDTH), "meeting.weight": (HIDDEN, HIDDEN), "norm.weight": (HIDDEN,),
        **{f"shape.{part}.weight": (size, HIDDEN) for part, size in enumerate(SHAPES)},
        "tasks.chia.types.weight": (len(LABELS.allowed), HIDDEN),
        "tasks.chia.context.weight": (HIDDEN, KINDS * labels), "tasks.chia.context.bias": (HIDDEN,),
        **{f"tasks.chia.{name}.weight": (HIDDEN, HIDDEN) for name in ("inner", "inner_again")},
        **{f"tasks.chia.{name}.bias": (HIDDEN,) for name in ("inner", "inner_again")},
        **{f"tasks.chia.{name}.weight": (labels, HIDDEN) for name in ("out", "out_again")},
        **{f"tasks.chia.{name}.bias": (labels,) for name in ("out", "out_again")},
        "tasks.lct.out.bias": (99,),
    }  # fmt: skip
    return {name: random.normal(size=size).astype(np.float16) for name, size in sizes.items()}


def test_the_head_gives_allowed_labels_only() -> None:
    reading = _read([(1, 3), (2, 3)])
    types = [("Condition", "Condition"), ("Qualifier", "Condition")]
    state = np.random.default_rng(1).normal(size=(len(reading.pieces), WIDTH)).astype(np.float32)
    shares = Head(_arrays(), "chia", LABELS).shares(state, reading, types, LABELS.mask(types))
    assert shares.shape == (2, 3)
    assert shares.sum(1) == pytest.approx([1, 1])
    assert shares[0, 2] == shares[1, 1] == 0


def test_the_mean_lies_between() -> None:
    one, other = np.array([[0.9, 0.1]], np.float32), np.array([[0.5, 0.5]], np.float32)
    assert mixed(one, other, 1.0)[0, 0] == pytest.approx(0.9, abs=1e-4)
    assert mixed(one, other, 0.0)[0, 0] == pytest.approx(0.5, abs=1e-4)
    assert mixed(one, other, 0.5)[0, 0] == pytest.approx(0.75, abs=1e-4)


def test_what_is_trained_is_what_runs(tmp_path: Path) -> None:
    """The exported encoder and the head in NumPy give what the network gives, 8 bits apart."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    from eligex.relations.settings import Encoding
    from eligex.training.model import Tagger
    from eligex.training.relation_export import export_relations
    from eligex.training.relations import examples_of, train_encoder

    vocabulary = tmp_path / "vocab.txt"
    vocabulary.write_text("\n".join(PIECES.vocabulary), "utf-8")
    config = transformers.BertConfig(
        vocab_size=10, hidden_size=24, num_hidden_layers=1, num_attention_heads=12, intermediate_size=24
    )
    transformers.BertModel(config, add_pooling_layer=False).save_pretrained(tmp_path)
    document = Annotated("a", TEXT, ENTITIES[:3], {("OR", 0, 2), ("Has_qualifier", 0, 1)})
    types = {"Condition": 1, "Qualifier": 2}
    labels = Labels(LABELS.names, {**LABELS.allowed, ("Condition", "Qualifier"): [0, 1]}, LABELS.joining)
    examples = examples_of([document] * 4, "chia", labels, Reader(PIECES, types))
    settings = Encoding(
        adapted_by="", layers=1, width=8, epochs=3, pieces=20, learning_rate=1e-3, head_rate=2, part={"chia": 0.5}
    )
    start = Tagger(tmp_path, 1, {}).state_dict()
    net = train_encoder(tmp_path, start, examples, {"chia": labels}, 2, settings, lambda _: None)
    out = tmp_path / "out"
    out.mkdir()
    export_relations(net, vocabulary, types, settings.part, out)
    encoder = Encoder(out)
    with torch.no_grad():
        wanted = net(examples[:1])[1].softmax(-1).numpy()
    reading = examples[0].reading
    pairs = [("Condition", "Qualifier"), ("Condition", "Condition"), ("Qualifier", "Condition")]
    found = Head(encoder.heads, "chia", labels).shares(encoder.state(reading, "chia"), reading, pairs, examples[0].mask)
    assert found == pytest.approx(wanted, abs=0.05)
