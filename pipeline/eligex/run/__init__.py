"""Whole registries: shards, a ledger of what is done, and executors that run one shard function.

The unit of work is a shard: consecutive trials of the input. Its output is one part file, written under a temporary
name and renamed, so a part is whole or absent. A run that was killed is started again with the same command and does
only what is missing.
"""
