"""The lake: immutable Parquet per table, partition and version, with provenance."""
