"""Readers of vocabularies: what a site holds itself, what packages carry, and the package's own tables."""
