"""Exceptions that eligex raises; each message says what, where and what to do.

EligexError
├── InputError      a path, stream or archive that cannot be read at all
├── LexiconError    a rule table with a bad row, located as file:line
├── ConfigError     a pipeline configuration that cannot be built
└── OutputError     a sink that refuses, e.g. a target that already holds data
"""

from __future__ import annotations


class EligexError(Exception):
    """Base of every error a user can meet."""


class InputError(EligexError):
    """An input that cannot be read."""


class LexiconError(EligexError):
    """A lexicon row that breaks its schema."""


class ConfigError(EligexError):
    """A pipeline configuration that cannot be built."""


class OutputError(EligexError):
    """An output that cannot be written."""
