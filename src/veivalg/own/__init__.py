"""What a municipality brings itself: its tables, the reading of its files, examples."""
