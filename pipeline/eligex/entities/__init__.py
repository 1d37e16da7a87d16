"""Conditions, drugs, procedures, devices and observations, by lexicon words and noun-phrase rules."""

from . import lint as lint
from .extractor import EntityExtractor

__all__ = ["EntityExtractor"]
