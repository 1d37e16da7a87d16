"""Numbers and time: one layer of tokens and quantities a criterion, and the rules that turn it into findings."""

from __future__ import annotations

from . import lint as lint
