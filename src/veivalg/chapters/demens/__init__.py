"""Chapter «demens»."""
