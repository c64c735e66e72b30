"""Holds this tree against 0.1.0: what people see must be the same, byte for byte."""
