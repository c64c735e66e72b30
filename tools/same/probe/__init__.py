"""Runs inside either tree, under its own interpreter, and writes what it says to files.

It must start in the first tree as well as in the last: it imports nothing of this repository but
what :mod:`.doors` finds.
"""
