"""Tie what a text says to what the world calls it: units to UCUM, values to what is physically possible."""
