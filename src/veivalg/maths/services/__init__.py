"""The maths of the municipality's own services: pure functions from numbers to numbers."""
