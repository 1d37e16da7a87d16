"""Drugs: recognised in text, and what is known of them."""
