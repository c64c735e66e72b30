"""Many futures of a population, one for each draw: cohort-component with tested uncertainty (M2)."""
