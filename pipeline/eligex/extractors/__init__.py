"""Extractors: one file each, registered by name, switched on by one line of the configuration."""
