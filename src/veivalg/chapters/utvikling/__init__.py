"""Chapter «utvikling»."""
