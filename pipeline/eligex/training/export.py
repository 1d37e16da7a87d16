"""A trained student to ONNX, quantised to 8 bits, and into a spaCy package."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Sequence
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
_DOMAIN = "com.microsoft"
_OPSET = 17


class _Graph(torch.nn.Module):  # type: ignore[misc]
    """Students as plain tensor operations; one sequence at a time, so nothing is hidden."""

    def __init__(self, models: Sequence[Tagger]) -> None:
        super().__init__()
        self.models = torch.nn.ModuleList(models)

    def forward(self, words: Any) -> Any:
        told = [_scores(model, words) for model in self.models]
        if len(told) == 1:
            return told[0]
        means = (sum(scores.softmax(-1) for scores in own) / len(told) for own in zip(*told, strict=True))
        return tuple(torch.log(mean + _TINY) for mean in means)


_TINY = 1e-9


def _scores(model: Tagger, words: Any) -> tuple[Any, ...]:
    there = (words != 0).float()
    vectors = (model.bert.embeddings.word_embeddings(words) * there.unsqueeze(-1)).sum(2)
    state = encoded(model.bert, vectors / there.sum(2, keepdim=True).clamp(min=1))
    return tuple(head(state) for head in model.heads.values())


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
    weight, bias = (
        torch.cat([getattr(part, name) for part in (own.query, own.key, own.value)]) for name in ("weight", "bias")
    )
    mixed = _Attention.apply(state, weight.t(), bias)
    state = attention.output.LayerNorm(attention.output.dense(mixed) + state)
    inner = torch.nn.functional.gelu(layer.intermediate.dense(state))
    return layer.output.LayerNorm(layer.output.dense(inner) + state)


class _Attention(torch.autograd.Function):  # type: ignore[misc]
    """Attention over whole sequences; in a graph it is ONNX Runtime's own operator (6 % faster in all)."""

    @staticmethod
    def forward(context: Any, state: Any, weight: Any, bias: Any) -> Any:
        query, key, value = (_split(part) for part in (state @ weight + bias).chunk(3, -1))
        weights = (query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5).softmax(-1)
        return (weights @ value).transpose(1, 2).reshape(state.shape)

    @staticmethod
    def symbolic(graph: Any, state: Any, weight: Any, bias: Any) -> Any:
        mixed = graph.op(f"{_DOMAIN}::Attention", state, weight, bias, num_heads_i=_HEADS)
        return mixed.setType(state.type())


def _split(vectors: Any) -> Any:
    batch, words, width = vectors.shape
    return vectors.reshape(batch, words, _HEADS, width // _HEADS).transpose(1, 2)


def export_model(models: Sequence[Tagger], vocabulary: Path, settings: Package, folder: Path) -> None:
    """Write ``model.onnx`` (8-bit weights, an output a layer), ``vocab.txt`` and ``labels.json`` into a folder.

    Of several students the mean of their probabilities is what comes out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    example = torch.ones((1, 16, WIDTH), dtype=torch.long)
    names = list(models[0].heads)
    axes = {name: {1: "words"} for name in ("words", *names)}
    write_graph(_Graph(models).eval(), (example,), ["words"], names, axes, folder / "model.onnx")
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
    with tempfile.TemporaryDirectory() as work, warnings.catch_warnings():
        # The newer exporter takes no operators of ONNX Runtime's own.
        warnings.simplefilter("ignore", DeprecationWarning)
        whole = Path(work) / "model.onnx"
        torch.onnx.export(
            graph,
            examples,
            str(whole),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=_OPSET,
            custom_opsets={_DOMAIN: 1},
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
