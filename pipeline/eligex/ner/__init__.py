"""Trained entities: words in, Chia's fifteen concept types out, on ONNX Runtime (extra ``models``)."""
