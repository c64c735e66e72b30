"""Chapter «okonomioppfolging»."""
