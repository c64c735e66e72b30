"""Many futures of a population, one for each draw (M2)."""
