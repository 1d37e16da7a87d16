"""Drugs: recognised in text, and what is known of them."""

from __future__ import annotations

from . import lint as lint
