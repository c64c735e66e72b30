"""Veivalg: open decision support for Norwegian municipalities."""

__version__ = "0.2.0"
