"""Relations between entities: typed directed pairs from an encoder of trial text and a model of hashed features."""

from __future__ import annotations

from .api import model_of, relations
from .model import RelationModel

__all__ = ["RelationModel", "model_of", "relations"]
