"""Optional packages, imported when first needed."""

from __future__ import annotations

import importlib
from typing import Any

from .errors import OutputError


def need(module: str, extra: str) -> Any:
    """Import an optional module, or say which extra brings it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise OutputError(f"the package {module!r} is needed for this: pip install 'eligex[{extra}]'") from error
