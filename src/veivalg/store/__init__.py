"""The lake: immutable Parquet with a catalogue of provenance."""
