"""Chapter «skole»."""
