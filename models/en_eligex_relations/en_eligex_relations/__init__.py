"""Weights of the relation models: read them with ``eligex.relations.model_of("en_eligex_relations", "chia")``."""
