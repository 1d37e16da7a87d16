"""Fixtures that many tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from eligex.loading import load
from eligex.pipeline import Pipeline

# The same examples every time: a suite that fails on one machine fails on all. Search for new ones with
# HYPOTHESIS_PROFILE=search.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

# A vocabulary in the user's cache must not change what the tests see; one named by ELIGEX_VOCAB is meant.
os.environ.setdefault("ELIGEX_VOCAB", os.devnull)

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def nlp() -> Pipeline:
    """The default pipeline, built once."""
    return load()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("ELIGEX_SHARED", ROOT / ".." / "shared"))
    if not folder.is_dir():
        pytest.skip("no reference material beside the checkout (ELIGEX_SHARED)")
    return folder


@pytest.fixture(scope="session")
def example() -> Path:
    """The example study of the repository."""
    return ROOT / "corpus" / "examples" / "lupus_study.json"
