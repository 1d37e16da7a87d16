"""Find the installed model packages by their short names."""

from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import spacy

from ..errors import ConfigError
from .tagger import LAYER, Tagger

NAMES = {"fast": "en_eligex_fast", "accurate": "en_eligex_accurate"}
COMPONENT = "eligex_ner"


def installed(name: str) -> bool:
    """Tell whether a model package is there, by its short or full name."""
    return find_spec(NAMES.get(name, name)) is not None


def version_of(name: str) -> str:
    """Return a package's name and version, as provenance gives it; a folder's name where it is none."""
    package = NAMES.get(name, name)
    return Path(name).name if Path(name).is_dir() else f"{package} {version(package)}"


def layers_of(name: str) -> list[str]:
    """Return the layers of a package's or folder's model, such as "chia" and "lct"."""
    return tagger_of(name).layers


def tagger_of(name: str, layer: str = LAYER) -> Tagger:
    """Return the tagger of a package or of a folder with a model's files; raise ConfigError when it is not there."""
    if Path(name).is_dir():
        return Tagger.from_folder(Path(name), layer)
    package = NAMES.get(name, name)
    if find_spec(package) is None:
        raise ConfigError(f"the model package {package} is not installed: pip install ./models/{package}")
    component = spacy.load(package, config={"components": {COMPONENT: {"layer": layer}}}).get_pipe(COMPONENT)
    tagger = getattr(component, "tagger", None)
    if not isinstance(tagger, Tagger):
        raise ConfigError(f"{package} holds no model of eligex")
    return tagger
