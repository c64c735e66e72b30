"""The rooms, one folder each: found by themselves, independent of each other."""
