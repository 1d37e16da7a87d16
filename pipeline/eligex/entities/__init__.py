"""Conditions, drugs, procedures, devices and observations: lexicon words and noun-phrase rules, one layer a criterion."""

from . import lint as lint
from .extractor import EntityExtractor

__all__ = ["EntityExtractor"]
