"""Tools for those who work on Veivalg; not part of the product."""
