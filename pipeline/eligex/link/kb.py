"""The knowledge base on disk and in memory: concepts and the hashes of their names in a few flat arrays.

Half a million names as Python strings would take over 100 MB; as sorted 64-bit hashes they take six, and a wrong hit
is less likely than a fault of the memory (one in 10^13 a look-up).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from ..errors import ConfigError
from .concepts import GROUPS, Concept, Group

FORMAT = 1
NEAR_ARRAYS = ("grams", "weights", "near_data", "near_indices", "near_indptr")
META, ARRAYS = "vocabulary.json", "concepts.npz"


class Texts(Sequence[str]):
    """Many strings as one block of UTF-8."""

    def __init__(self, block: npt.NDArray[np.uint8], ends: npt.NDArray[np.uint32]) -> None:
        self._block = block.tobytes()
        self._ends = ends

    @classmethod
    def pack(cls, texts: Sequence[str]) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays of some strings."""
        parts = [text.encode() for text in texts]
        ends = np.cumsum([len(part) for part in parts], dtype=np.uint32)
        return {"block": np.frombuffer(b"".join(parts), dtype=np.uint8), "ends": ends}

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        return self._block[int(self._ends[at - 1]) if at else 0 : int(self._ends[at])].decode()


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept under one of its names; a lower ``rank`` is the better reading of the name."""

    concept: int
    rank: int


class NameTable:
    """Hashed names to concepts."""

    def __init__(
        self, hashes: npt.NDArray[np.uint64], concepts: npt.NDArray[np.uint32], ranks: npt.NDArray[np.uint8]
    ) -> None:
        self._hashes, self._concepts, self._ranks = hashes, concepts, ranks

    @classmethod
    def pack(cls, names: Iterator[tuple[str, int, int]]) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays of (name, concept, rank), each concept under a name once, at its best rank."""
        rows = sorted({(hashed(name), rank, concept) for name, concept, rank in names})
        best = {(name, concept): rank for name, rank, concept in reversed(rows)}
        rows = sorted((name, rank, concept) for (name, concept), rank in best.items())
        return {
            "hashes": np.array([row[0] for row in rows], dtype=np.uint64),
            "ranks": np.array([row[1] for row in rows], dtype=np.uint8),
            "concepts": np.array([row[2] for row in rows], dtype=np.uint32),
        }

    def __len__(self) -> int:
        return len(self._hashes)

    def find(self, name: str) -> list[Entry]:
        """Return the concepts of a name, best rank first."""
        key = np.uint64(hashed(name))
        at = int(self._hashes.searchsorted(key))
        found = []
        while at < len(self._hashes) and self._hashes[at] == key:
            found.append(Entry(int(self._concepts[at]), int(self._ranks[at])))
            at += 1
        return found


def hashed(name: str) -> int:
    """Return a name's 64-bit hash, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


class KnowledgeBase:
    """Concepts by the forms of their names; ``meta`` tells what it was built from."""

    def __init__(self, folder: Path, meta: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> None:
        self.folder = folder
        self.meta = meta
        self.keys = _table(arrays, "key")
        self.bags = _table(arrays, "bag")
        self.near_names = Texts(arrays["near_block"], arrays["near_ends"])
        self.near_arrays = {name: arrays[name] for name in NEAR_ARRAYS}
        self.near_concepts: npt.NDArray[np.uint32] = arrays["near_concepts"]
        self._words: npt.NDArray[np.uint64] = arrays["words"]
        self._ids = Texts(arrays["id_block"], arrays["id_ends"])
        self._names = Texts(arrays["name_block"], arrays["name_ends"])
        self._vocabularies: npt.NDArray[np.uint8] = arrays["vocabularies"]
        self._groups: npt.NDArray[np.uint8] = arrays["groups"]

    @classmethod
    def load(cls, folder: Path) -> KnowledgeBase:
        """Read a built knowledge base; raise ConfigError where there is none or one of another format."""
        try:
            meta = json.loads((folder / META).read_text("utf-8"))
            with np.load(folder / ARRAYS, allow_pickle=False) as stored:
                arrays = dict(stored)
        except (OSError, ValueError) as error:
            raise ConfigError(f"{folder}: no vocabulary there; build one: eligex vocab build -o {folder}") from error
        if meta.get("format") != FORMAT:
            raise ConfigError(f"{folder}: built by another version; build it again: eligex vocab build -o {folder}")
        return cls(folder, meta, arrays)

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def label(self) -> str:
        """What provenance says: the digest that tells two builds apart."""
        return f"vocabulary {self.meta['digest'][:12]}"

    def is_word(self, word: str) -> bool:
        """Tell whether a word stands in some name; one that does is no slip of the pen."""
        key = np.uint64(hashed(word))
        at = int(self._words.searchsorted(key))
        return at < len(self._words) and bool(self._words[at] == key)

    def concept(self, number: int) -> Concept:
        """Return a concept, its other names left out."""
        vocabulary = self.meta["vocabularies"][int(self._vocabularies[number])]["name"]
        return Concept(self._ids[number], self._names[number], vocabulary, self.group(number))

    def group(self, number: int) -> Group:
        """Return the semantic group of a concept."""
        return GROUPS[int(self._groups[number])]


def _table(arrays: dict[str, npt.NDArray[Any]], name: str) -> NameTable:
    return NameTable(arrays[f"{name}_hashes"], arrays[f"{name}_concepts"], arrays[f"{name}_ranks"])
