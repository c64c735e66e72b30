"""Renderers: they know content, never analyses."""
