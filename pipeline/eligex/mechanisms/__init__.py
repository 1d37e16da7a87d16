"""Mechanisms of action that a text states: drug, action and target, each with the words that say so."""
