"""Clean a source text and keep the way back to it."""

from __future__ import annotations

from .core import Flag, Normalised, normalise

__all__ = ["Flag", "Normalised", "normalise"]
