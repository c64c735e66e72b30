"""Statistics Norway: code lists over time."""
