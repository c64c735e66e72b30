"""Exhibits of the chapter «befolkning»; each title says what its own numbers show."""
