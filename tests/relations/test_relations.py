"""Relations: candidates, features, training and the loader, on texts of our own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligex.errors import ConfigError
from eligex.evaluate.relations import predictor, score_relations
from eligex.relations import RelationModel, model_of, relations
from eligex.relations.context import KINDS, context_of
from eligex.relations.features import features_of
from eligex.relations.gold import read_relations
from eligex.relations.model import LEAST
from eligex.relations.pairs import Entity, lines_of, pairs_of
from eligex.relations.scene import scene_of
from eligex.relations.settings import Sparse
from eligex.relations.train import Trained, train

TEXT = "Haemoglobin above 9 g/dl or platelets over 80\nNo stroke"
ENTITIES = [
    ("Measurement", 0, 11), ("Value", 12, 24), ("Measurement", 28, 37), ("Value", 38, 45),
    ("Negation", 46, 48), ("Condition", 49, 55),
]  # fmt: skip
NAMES = ("Haemoglobin", "Platelets", "Albumin", "Creatinine", "Sodium", "Bilirubin")


def _corpus(folder: Path) -> Path:
    """Write a small corpus of made-up lines in which each value belongs to the measurement before it."""
    folder.mkdir()
    for number in range(12):
        one, other = NAMES[number % 6], NAMES[(number + 1) % 6]
        lines = [f"{one} above {value + 3} or {other} below {value + 40}" for value in range(6)]
        text = "\n".join(lines)
        rows, start, name = [], 0, 1
        for line in lines:
            for label, words in (("Measurement", one), ("Value", f"above {line.split()[2]}")):
                at = start + line.index(words)
                rows.append(f"T{name}\t{label} {at} {at + len(words)}\t{words}")
                name += 1
            at = start + line.index(other, len(one))
            rows.append(f"T{name}\tMeasurement {at} {at + len(other)}\t{other}")
            low = start + line.index("below")
            rows.append(f"T{name + 1}\tValue {low} {start + len(line)}\t{text[low : start + len(line)]}")
            rows.append(f"R{name}\tHas_value Arg1:T{name - 2} Arg2:T{name - 1}\t")
            rows.append(f"R{name + 1}\tHas_value Arg1:T{name} Arg2:T{name + 1}\t")
            rows.append(f"*\tOR T{name - 2} T{name}")
            name += 2
            start += len(line) + 1
        (folder / f"NCT{number:08}_inc.txt").write_bytes(text.encode())
        (folder / f"NCT{number:08}_inc.ann").write_bytes("\r\n".join(rows).encode())
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A corpus of made-up lines, and the folder of the model trained on it."""
    root = tmp_path_factory.mktemp("relations")
    corpus = _corpus(root / "corpus")
    made = _train(corpus)
    (root / "chia.npz").write_bytes(made.weights)
    (root / "chia.json").write_bytes(made.names)
    return corpus, root


def _train(corpus: Path) -> Trained:
    small = Sparse(hidden=8, epochs=6, batch=32, least_features=2, folds=2)
    return train(list(read_relations(corpus, "chia")), "chia", small, lambda _: None)


def test_candidates_stay_within_a_line() -> None:
    known = frozenset({("Measurement", "Value"), ("Negation", "Condition")})
    found = [(line.places[i], line.places[j]) for line in lines_of(TEXT, ENTITIES) for i, j in pairs_of(line, known)]
    assert found == [(0, 1), (0, 3), (2, 3), (4, 5)]


def test_nearer_rivals_are_told() -> None:
    line = next(lines_of(TEXT, ENTITIES))
    scene = scene_of(line)
    near, far = features_of(scene, 0, 1), features_of(scene, 0, 3)
    assert "r=0:0" in near
    assert "r=1:1" in far
    assert "m=or Measurement" not in near


def test_learns_and_reads_back(trained: tuple[Path, Path]) -> None:
    corpus, folder = trained
    model = model_of(str(folder))
    scores = score_relations(corpus, "chia", predictor(model))
    assert scores.summary()["F1"] == 1.0
    assert sum(row["n"] for row in scores.reliability()[:-1]) == len(scores.sure) > 0
    found = {(kind, head, tail) for kind, head, tail, _ in relations(TEXT, ENTITIES, model)}
    assert {("Has_value", 0, 1), ("Has_value", 2, 3)} <= found


def test_training_is_repeatable(trained: tuple[Path, Path]) -> None:
    corpus, folder = trained
    made = _train(corpus)
    again = RelationModel(made.weights, made.names, "chia")
    assert again.relations(TEXT, ENTITIES) == RelationModel.from_folder(folder, "chia").relations(TEXT, ENTITIES)


def test_found_entities_count_when_both_ends_are_right(trained: tuple[Path, Path]) -> None:
    corpus, folder = trained

    def find(text: str) -> list[Entity]:
        """Find the first two entities of each line, one of them a letter too short."""
        found: list[Entity] = []
        for document in read_relations(corpus, "chia"):
            if document.text == text:
                first = [document.entities[i] for i in range(0, len(document.entities), 4)]
                values = [document.entities[i] for i in range(1, len(document.entities), 4)]
                found = [*first, *values[:-1], (values[-1][0], values[-1][1] + 1, values[-1][2])]
        return sorted(found, key=lambda entity: entity[1])

    scores = score_relations(corpus, "chia", predictor(model_of(str(folder))), find)
    tally = scores.tallies["Has_value"]
    assert (tally.tp, tally.fp, tally.fn) == (12 * 5, 12, 12 * 7)


def test_groups_give_all_pairs_in_text_order(tmp_path: Path) -> None:
    (tmp_path / "a_exc.txt").write_bytes(b"gout, lupus or asthma\r\n")
    (tmp_path / "a_exc.ann").write_bytes(
        b"T1\tCondition 15 21\tasthma\r\nT2\tCondition 0 4\tgout\r\nT3\tCondition 6 11\tlupus\r\n*\tOR T1 T2 T3\r\n"
    )
    (document,) = read_relations(tmp_path, "chia")
    assert document.relations == {("OR", 0, 1), ("OR", 0, 2), ("OR", 1, 2)}


def test_names_stand_for_their_entities(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"severe renal gout")
    (tmp_path / "b.ann").write_bytes(
        b"T1\tCondition 13 17\tgout\nT2\tCondition-Name 13 17\tgout\nT3\tModifier 7 12\trenal\n"
        b"T4\tSeverity 0 6\tsevere\n"
        b"E1\tCondition:T1 Name:T2 Severity2:T4\nE2\tModifier:T3 Modifies:T2\n"
    )
    (document,) = read_relations(tmp_path, "lct")
    assert [label for label, _, _ in document.entities] == ["Severity", "Modifier", "Condition"]
    assert document.relations == {("Severity", 2, 0), ("Modifies", 1, 2)}


def test_a_missing_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no relation model of lct"):
        RelationModel.from_folder(tmp_path, "lct")
    with pytest.raises(ConfigError, match="pip install"):
        model_of("en_eligex_no_such_model")


def test_coordination_carries_over() -> None:
    # labels: none, OR>, value>, value<; the value is related to the first of two joined measurements
    scores = np.array([[0.1, 0.9, 0, 0], [0.2, 0, 0.8, 0], [0.7, 0, 0.3, 0]], np.float32)
    rows = context_of([(0, 1), (0, 2), (1, 2)], scores, 3, [1], [0, 0, 3, 2])
    assert rows.shape == (3, KINDS * 4)
    carried = rows[2].reshape(KINDS, 4)[3]
    assert carried[2] == pytest.approx(0.9 * 0.8)


_spans = st.tuples(
    st.sampled_from(["Measurement", "Value", "Condition", "Odd"]), st.integers(0, 40), st.integers(1, 20)
)


@settings(max_examples=60, deadline=None)
@given(st.text("ab ,(\n)/or", max_size=50), st.lists(_spans, max_size=8))
def test_any_entities_give_valid_relations(
    trained: tuple[Path, Path], text: str, spans: list[tuple[str, int, int]]
) -> None:
    entities = [
        (label, min(start, len(text)), min(start + length, len(text)))
        for label, start, length in spans
        if start < len(text)
    ]
    found = model_of(str(trained[1])).relations(text, entities)
    for _, head, tail, probability in found:
        assert head != tail
        assert min(head, tail) >= 0
        assert max(head, tail) < len(entities)
        assert LEAST <= probability <= 1
    assert len({frozenset(pair[1:3]) for pair in found}) == len(found)


PACKAGE = Path(__file__).parents[2] / "models" / "en_eligex_relations" / "en_eligex_relations"


@pytest.mark.skipif(not PACKAGE.is_dir(), reason="the package's folder is not there")
def test_the_packaged_models_read_plain_sentences() -> None:
    found = {(kind, head, tail) for kind, head, tail, _ in relations(TEXT, ENTITIES, model_of(str(PACKAGE)))}
    assert {("Has_value", 0, 1), ("Has_value", 2, 3), ("Has_negation", 5, 4)} <= found
    text = "Heart failure or stroke within 6 months"
    entities = [("Condition", 0, 13), ("Condition", 17, 23), ("Eq-Comparison", 24, 39)]
    lct = {(kind, head, tail) for kind, head, tail, _ in model_of(str(PACKAGE), "lct").relations(text, entities)}
    assert {("Or", 0, 1), ("Temporality", 1, 2)} <= lct
    assert sum(path.stat().st_size for path in PACKAGE.glob("*.*")) < 60_000_000
