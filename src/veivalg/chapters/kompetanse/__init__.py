"""Chapter «kompetanse»."""
