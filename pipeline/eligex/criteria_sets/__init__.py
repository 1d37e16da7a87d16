"""Named diagnostic and classification criteria: a grammar that finds mentions, a catalogue that says what they are."""

from __future__ import annotations

from . import lint as lint
from .grammar import Mention, read_mentions
from .resolve import Resolution, resolve

__all__ = ["Mention", "Resolution", "read_mentions", "resolve"]
