"""Statistics Norway: PxWeb tables."""
