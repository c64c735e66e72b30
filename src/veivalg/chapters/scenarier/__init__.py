"""Chapter «scenarier»."""
