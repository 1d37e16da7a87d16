"""Relations of a text by an installed model package or a folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ..errors import ConfigError
from .model import Predicted, RelationModel
from .pairs import Entity

PACKAGE = "en_eligex_relations"


@cache
def model_of(name: str = PACKAGE, corpus: str = "chia") -> RelationModel:
    """Return a corpus's model from a package or a folder with its files; raise ConfigError when it is not there."""
    if Path(name).is_dir():
        return RelationModel.from_folder(Path(name), corpus)
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ConfigError(f"the model package {name} is not installed: pip install ./models/{name}")
    return RelationModel.from_folder(Path(spec.origin).parent, corpus)


def relations(text: str, entities: Sequence[Entity], model: RelationModel | None = None) -> list[Predicted]:
    """Return (type, head, tail, probability) of the relations between entities (label, start, end) of a text.

    Head and tail are places in ``entities``. Without a model, that of the installed package trained on Chia; entities
    carry the labels of the model's corpus. Relations stay within a line.
    """
    return (model or model_of()).relations(text, entities)
