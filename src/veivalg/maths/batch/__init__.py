"""Projections of many municipalities: here, on worker processes or on a cluster."""
