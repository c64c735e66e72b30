"""Long work spread over processes, written to files."""
