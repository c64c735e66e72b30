"""The mapping authority: boundaries."""
