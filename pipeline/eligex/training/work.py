"""The folder that the steps of training leave their results in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from .loop import Log
from .model import torch


class Work:
    """A work folder; a step whose file is there is not done again."""

    def __init__(self, folder: Path, log: Log) -> None:
        self.folder = folder
        self.log = log
        folder.mkdir(parents=True, exist_ok=True)

    def step(self, name: str, work: Callable[[], Any]) -> Any:
        """Return what a step leaves, done now or before."""
        path = self.folder / f"{name}.pt"
        if not path.exists():
            self.log(f"{name}: begins")
            torch.save(work(), path)
        self.log(f"{name}: {path}")
        return torch.load(path, weights_only=False)
