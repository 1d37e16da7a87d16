"""Readers of registry records: any file, folder or archive in, trials out."""

from __future__ import annotations

from .dispatch import format_names, open_trials

__all__ = ["format_names", "open_trials"]
