"""Mechanisms of action that a text states: drug, action and target, each with the words that say so."""

from __future__ import annotations

from . import lint as lint
