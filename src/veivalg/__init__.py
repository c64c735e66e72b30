"""Veivalg: open decision support for Norwegian municipalities."""

__version__ = "0.1.0"
