"""Comparison maths: arrays and numbers in, numbers out; no chapter is known here."""
