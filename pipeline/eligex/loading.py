"""Build a pipeline from a configuration file."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

import spacy.util
from confection import Config, ConfigValidationError
from spacy.language import Language

from .errors import ConfigError
from .pipeline import Pipeline
from .unit import CriterionExtractor, DocumentExtractor
from .vocab.place import NONE, chosen_folder

__all__ = ["load"]

_DEFAULT = "default"
_LINK = "eligex_link"


AUTOMATIC = "auto"
NO_MODEL = "none"


def load(
    config: str | Path | None = None,
    *,
    model: str = NO_MODEL,
    vocab: str | None = None,
    extractors: list[str] | None = None,
) -> Pipeline:
    """Return a ready pipeline.

    ``config`` is the path of a configuration file (the package's own when absent). ``model`` adds a trained model to
    the rules: ``fast``, ``accurate``, the name of a package, ``auto`` for the fast one where it is installed, or
    ``none``. ``vocab`` links mentions to the concepts of a built vocabulary: its folder, ``auto`` for the default
    folder where one is built, or ``none``; without it the configuration decides. ``extractors`` keeps only the named
    criterion and document extractors. Raises ConfigError with the offending section and key, or the missing package.
    """
    text, name = _read(config)
    settings = Config().from_str(text)
    if extractors is not None:
        _keep(settings, extractors)
    nlp = _build(settings, name)
    versions = {key: extractor.version for key, extractor in sorted(_extractors(nlp).items())}
    digest = hashlib.sha256(settings.to_str().encode()).hexdigest()
    return Pipeline(
        nlp,
        config=name,
        config_sha256=digest,
        versions=versions,
        model=_add_model(nlp, model),
        vocabulary=_add_vocabulary(nlp, vocab),
    )


def _add_model(nlp: Language, model: str) -> str | None:
    """Put a trained tagger before the extractors and its merging behind them; return the package's name and version."""
    from .ner import packages

    if model == NO_MODEL or (model == AUTOMATIC and not packages.installed("fast")):
        return None
    name = "fast" if model == AUTOMATIC else model
    recognizer = nlp.add_pipe(packages.COMPONENT, before="eligex_extract")
    recognizer.tagger = packages.tagger_of(name)  # type: ignore[attr-defined]
    nlp.add_pipe("eligex_merge", after="eligex_extract")
    return packages.version_of(name)


def _add_vocabulary(nlp: Language, choice: str | None) -> str | None:
    """Put the linking behind all else, or take it out, as asked for; return the vocabulary's label."""
    folder = chosen_folder(choice) if choice else None
    if nlp.has_pipe(_LINK) and (folder or choice == NONE):
        nlp.remove_pipe(_LINK)
    if folder:
        nlp.add_pipe(_LINK, config={"vocabulary": str(folder)}, last=True)
    return nlp.get_pipe(_LINK).vocabulary if nlp.has_pipe(_LINK) else None  # type: ignore[attr-defined]


def _read(config: str | Path | None) -> tuple[str, str]:
    if config is None:
        return (files("eligex") / "default_config.cfg").read_text("utf-8"), _DEFAULT
    path = Path(config)
    try:
        return path.read_text("utf-8"), path.stem
    except OSError as error:
        raise ConfigError(f"{path}: cannot read the configuration: {error.strerror}") from error


def _build(settings: Config, name: str) -> Language:
    try:
        return spacy.util.load_model_from_config(settings, auto_fill=True)
    except (ConfigValidationError, ValueError) as error:
        raise ConfigError(f"configuration {name!r}: {error}") from error


def _blocks(settings: Config) -> list[dict[str, object]]:
    return [c["extractors"] for c in settings["components"].values() if "extractors" in c]


def _keep(settings: Config, names: list[str]) -> None:
    known = {key for block in _blocks(settings) for key in block}
    if unknown := sorted(set(names) - known):
        raise ConfigError(f"no extractor named {', '.join(unknown)}; known: {', '.join(sorted(known))}")
    for block in _blocks(settings):
        for key in set(block) - set(names):
            del block[key]


def _extractors(nlp: Language) -> dict[str, CriterionExtractor | DocumentExtractor]:
    return {
        name: extractor
        for _, component in nlp.pipeline
        for name, extractor in getattr(component, "extractors", {}).items()
    }
