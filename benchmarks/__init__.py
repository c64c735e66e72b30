"""Measurements, never tests: `make bench` runs them all and writes `docs/ytelse.md`."""
