"""The knowledge base to read, to take along and to write notes in."""
