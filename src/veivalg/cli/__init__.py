"""`veivalg` in a terminal."""
