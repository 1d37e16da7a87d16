"""The tables of normalisation and the readers hold no contradiction."""

from __future__ import annotations

from eligex.sources.lint import lint_normalise, lint_sources


def test_tables() -> None:
    assert lint_normalise() == []
    assert lint_sources() == []
