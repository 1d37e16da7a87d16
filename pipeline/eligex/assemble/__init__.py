"""Doc to EligibilityRecord: the only room that knows both worlds."""

from __future__ import annotations

from .record import assemble

__all__ = ["assemble"]
