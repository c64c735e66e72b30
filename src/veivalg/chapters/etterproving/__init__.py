"""Chapter «etterproving»."""
