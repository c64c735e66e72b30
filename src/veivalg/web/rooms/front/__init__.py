"""The front page, the search, the overview of a municipality, and what lies behind."""
