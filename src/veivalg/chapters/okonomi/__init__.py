"""Chapter «okonomi»."""
