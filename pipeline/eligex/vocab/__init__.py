"""The vocabulary that mentions are linked to: where it lies and how it is built."""

from __future__ import annotations

from .place import default_folder, is_built

__all__ = ["default_folder", "is_built"]
