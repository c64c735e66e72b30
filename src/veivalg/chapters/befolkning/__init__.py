"""Chapter «befolkning»."""
