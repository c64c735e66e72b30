"""The lake: immutable Parquet per table, partition and version, with provenance."""

from veivalg.lake.entry import Entry, Problem
from veivalg.lake.lake import Lake

__all__ = ["Entry", "Lake", "Problem"]
