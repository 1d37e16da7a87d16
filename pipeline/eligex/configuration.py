"""Read the configurations of training (``configs/train_*.cfg``) into pydantic models."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from confection import Config
from pydantic import BaseModel, ConfigDict, ValidationError

from .errors import ConfigError

Model = TypeVar("Model", bound=BaseModel)


class Section(BaseModel):
    """A part of a configuration; a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_configuration(path: Path, model: type[Model]) -> Model:
    """Return a configuration as a model; raise ConfigError with the offending key."""
    try:
        return model.model_validate(Config().from_disk(path))
    except (OSError, ValueError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        where = f"{'.'.join(map(str, first['loc']))}: {first['msg']}" if first else str(error)
        raise ConfigError(f"{path}: {where}") from error
