"""The lake: immutable Parquet per table, partition and version, with provenance."""

from veivalg.store.entry import Entry, Problem
from veivalg.store.lake import Lake

__all__ = ["Entry", "Lake", "Problem"]
