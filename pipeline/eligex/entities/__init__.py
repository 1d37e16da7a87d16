"""Conditions, drugs, procedures, devices and observations: lexicon words and noun-phrase rules, one layer a criterion."""

from .extractor import EntityExtractor

__all__ = ["EntityExtractor"]
