"""A trained student to ONNX, quantised to 8 bits, and into a spaCy package."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import orjson
import spacy

from ..evaluate.entities import TYPES_OF
from ..extras import need
from ..ner.packages import COMPONENT
from ..ner.pieces import WIDTH
from .model import Tagger, torch
from .settings import Package

_HEADS = 12
_OPSET = 17


class _Graph(torch.nn.Module):  # type: ignore[misc]
    """The student as plain tensor operations; one sequence at a time, so nothing is hidden."""

    def __init__(self, model: Tagger) -> None:
        super().__init__()
        self.model = model

    def forward(self, words: Any) -> Any:
        bert = self.model.bert
        embeddings = bert.embeddings
        there = (words != 0).float()
        vectors = (embeddings.word_embeddings(words) * there.unsqueeze(-1)).sum(2)
        vectors = vectors / there.sum(2, keepdim=True).clamp(min=1)
        state = encoded(bert, vectors)
        return tuple(head(state) for head in self.model.heads.values())


def encoded(bert: Any, vectors: Any) -> Any:
    """Return the last layer's state of sequences of one length, in operations that ONNX can hold."""
    embeddings = bert.embeddings
    positions = embeddings.position_embeddings.weight[: vectors.shape[1]]
    state = embeddings.LayerNorm(vectors + positions + embeddings.token_type_embeddings.weight[0])
    for layer in bert.encoder.layer:
        state = _layer(layer, state)
    return state


def _layer(layer: Any, state: Any) -> Any:
    attention = layer.attention
    own = attention.self
    query, key, value = (_split(f(state)) for f in (own.query, own.key, own.value))
    weights = (query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5).softmax(-1)
    mixed = (weights @ value).transpose(1, 2).reshape(state.shape)
    state = attention.output.LayerNorm(attention.output.dense(mixed) + state)
    inner = torch.nn.functional.gelu(layer.intermediate.dense(state))
    return layer.output.LayerNorm(layer.output.dense(inner) + state)


def _split(vectors: Any) -> Any:
    batch, words, width = vectors.shape
    return vectors.view(batch, words, _HEADS, width // _HEADS).transpose(1, 2)


def export_model(model: Tagger, vocabulary: Path, settings: Package, folder: Path) -> None:
    """Write ``model.onnx`` (8-bit weights, an output a layer), ``vocab.txt`` and ``labels.json`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    example = torch.ones((1, 16, WIDTH), dtype=torch.long)
    names = list(model.heads)
    axes = {name: {1: "words"} for name in ("words", *names)}
    write_graph(_Graph(model).eval(), (example,), ["words"], names, axes, folder / "model.onnx")
    shutil.copyfile(vocabulary, folder / "vocab.txt")
    layers = {
        name: {"types": TYPES_OF[name], "temperature": settings.temperatures[name], "least": settings.least[name]}
        for name in names
    }
    (folder / "labels.json").write_bytes(orjson.dumps({"layers": layers}))


def write_graph(
    graph: Any,
    examples: tuple[Any, ...],
    inputs: list[str],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
    path: Path,
) -> None:
    """Write a network as an ONNX graph with 8-bit weights; ``axes`` are those that may differ from the examples."""
    quantization = need("onnxruntime.quantization", "train")
    with tempfile.TemporaryDirectory() as work:
        whole = Path(work) / "model.onnx"
        torch.onnx.export(
            graph,
            examples,
            str(whole),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
        quantization.quantize_dynamic(
            whole,
            path,
            weight_type=quantization.QuantType.QInt8,
            per_channel=True,
            extra_options={"MatMulConstBOnly": True},
        )


def write_package(files: Path, settings: Package, folder: Path) -> None:
    """Write an installable spaCy package around a model's files; what else is in the folder (the card) stays."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "eligex.BorderTokenizer.v1"}}})
    recognizer: Any = nlp.add_pipe(COMPONENT)
    recognizer.initialize(path=str(files))
    short = settings.name.removeprefix("en_")
    nlp.meta.update(
        name=short,
        version=settings.version,
        description=settings.description,
        author="the eligex authors",
        license="Apache-2.0; trained on Chia and LCT (CC BY 4.0)",
        spacy_version=">=3.8.11,<3.9",
        requirements=["eligex[models]"],
    )
    inner = folder / settings.name
    data = inner / f"{settings.name}-{settings.version}"
    if inner.exists():
        shutil.rmtree(inner)
    inner.mkdir(parents=True)
    nlp.to_disk(data)
    shutil.copyfile(data / "meta.json", inner / "meta.json")
    (inner / "__init__.py").write_text(_INIT.format(name=settings.name), "utf-8")
    (folder / "pyproject.toml").write_text(
        _PROJECT.format(name=settings.name, version=settings.version, description=settings.description), "utf-8"
    )


_INIT = '''"""{name}: load it with ``spacy.load("{name}")``."""

from pathlib import Path

from spacy.util import get_model_meta, load_model_from_init_py

__version__ = get_model_meta(Path(__file__).parent)["version"]


def load(**overrides):
    """Return the pipeline."""
    return load_model_from_init_py(__file__, **overrides)
'''

_PROJECT = """[build-system]
requires = ["hatchling>=1.24"]
build-backend = "hatchling.build"

[project]
name = "{name}"
version = "{version}"
description = "{description}"
readme = "README.md"
requires-python = ">=3.11,<3.13"
license = "Apache-2.0"
dependencies = ["eligex[models]"]

[project.entry-points.spacy_models]
{name} = "{name}"

[tool.hatch.build.targets.wheel]
packages = ["{name}"]
"""
